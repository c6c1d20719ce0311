/**
 * The servers that a domain publishes for mail (RFC 6186; RFC 8314, section 5.1), and the rule for
 * those that an account may connect to. Depends on the public vocabulary and on the resolver port.
 * Contacts no mail server, looks up no address and guesses no name.
 */
@NullMarked
package io.github.mailclad.internal.discovery;

import org.jspecify.annotations.NullMarked;
