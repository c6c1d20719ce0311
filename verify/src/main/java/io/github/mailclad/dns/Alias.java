package io.github.mailclad.dns;

import java.io.Serializable;

/**
 * One step from a name to another one, by a CNAME record or by the name that a DNAME record leads
 * to.
 *
 * @param owner the name that is an alias, in lower case without a trailing dot
 * @param target the name that it stands for, in the same form
 * @param status the DNSSEC status of this step alone
 */
public record Alias(String owner, String target, DnssecStatus status) implements Serializable {}
