package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;

/**
 * The records of one owner with their DNSSEC status.
 *
 * @param records the records, an alias, or the proof of their absence
 * @param status the status
 * @param reason the reason why it is not Secure; empty for none
 */
record ValidatedRecords(OwnerRecords records, DnssecStatus status, String reason) {}
