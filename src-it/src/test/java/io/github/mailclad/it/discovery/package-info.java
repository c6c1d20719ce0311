/**
 * Tests of accounts that have an address and no server. The wire of the servers and the DNS queries
 * show the chosen server.
 */
@NullMarked
package io.github.mailclad.it.discovery;

import org.jspecify.annotations.NullMarked;
