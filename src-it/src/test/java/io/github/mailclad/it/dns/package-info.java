/**
 * Tests of DNSSEC with other implementations: signed, partly signed and broken zones on loopback
 * (NSD, signed by ldns), a validating unbound for comparison, and a proxy that changes answers.
 */
@NullMarked
package io.github.mailclad.it.dns;

import org.jspecify.annotations.NullMarked;
