/**
 * Which servers a domain publishes for mail (RFC 6186; RFC 8314, section 5.1), and which of them an
 * account may connect to. Knows the vocabulary and the port to a resolver; contacts no mail server,
 * looks no address up and guesses no name.
 */
@NullMarked
package io.github.mailclad.internal.discovery;

import org.jspecify.annotations.NullMarked;
