package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;

/**
 * How far DNSSEC vouches for what was said of one owner.
 *
 * @param status the status
 * @param reason why it is not Secure; empty for nothing to say
 */
record Verdict(DnssecStatus status, String reason) {}
