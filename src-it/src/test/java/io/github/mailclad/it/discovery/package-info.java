/**
 * Accounts that have an address and no server: which one is found, looked at from the wire of the
 * servers and from the questions to the DNS.
 */
@NullMarked
package io.github.mailclad.it.discovery;

import org.jspecify.annotations.NullMarked;
