package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;

/**
 * The DNSSEC status of the records of one owner.
 *
 * @param status the status
 * @param reason the reason why it is not Secure; empty for none
 */
record Verdict(DnssecStatus status, String reason) {}
