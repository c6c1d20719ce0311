/**
 * The configuration of an account from its address: the servers that the domain publishes (RFC
 * 6186), the question that a person has to confirm, and the settings of a session. No class here
 * contacts a mail server, and no result can be used that the minimum level of the account does not
 * accept.
 */
@NullMarked
package io.github.mailclad.discovery;

import org.jspecify.annotations.NullMarked;
