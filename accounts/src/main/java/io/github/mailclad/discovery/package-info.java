/**
 * Setting an account up from its address: which servers the domain publishes (RFC 6186), what has
 * to be confirmed by a person, and what to set in a session. Nothing here contacts a mail server,
 * and nothing can be used that the account's minimum level does not accept.
 */
@NullMarked
package io.github.mailclad.discovery;

import org.jspecify.annotations.NullMarked;
