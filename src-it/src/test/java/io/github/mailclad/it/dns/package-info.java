/**
 * DNSSEC against servers of others: a world of signed, half-signed and broken zones on loopback
 * (NSD, signed by ldns), a validating unbound as the oracle, and a proxy that tampers on the way.
 */
@NullMarked
package io.github.mailclad.it.dns;

import org.jspecify.annotations.NullMarked;
