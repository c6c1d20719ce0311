package io.github.mailclad.it.dns;

import io.github.mailclad.dns.TlsaRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A zone before it is signed: its records, how it will be signed, and what will be wrong with that.
 * Signed with ECDSA P-256 and NSEC, without a flaw, unless set otherwise; SOA, NS, delegations and
 * DS records come by themselves.
 */
public final class Zone {
  static final long TTL = 300;

  final Name origin;
  private final List<Record> records = new ArrayList<>();
  private ZoneKeys keys = ZoneKeys.ECDSAP256SHA256;
  private Denial denial = Denial.NSEC;
  private Flaw flaw = Flaw.NONE;
  private Signing signing = Signing.SIGNED;

  private enum Signing {
    SIGNED,
    UNSIGNED
  }

  Zone(Name origin) {
    this.origin = origin;
    records("@ IN SOA ns.test. hostmaster.test. 1 3600 900 86400 300\n@ IN NS ns.test.");
  }

  /** Adds lines of a zone file; what has no dot at its end is relative to the zone. */
  public Zone records(String lines) {
    try (Master master =
        new Master(
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), origin, TTL)) {
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        records.add(next);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an A or AAAA record. */
  public Zone address(String owner, InetAddress address) {
    String type = address.getAddress().length == 4 ? "A" : "AAAA";
    return records("%s IN %s %s".formatted(owner, type, address.getHostAddress()));
  }

  /** Adds a SRV record. */
  public Zone srv(String owner, int priority, int weight, int port, String target) {
    return records("%s IN SRV %d %d %d %s".formatted(owner, priority, weight, port, target));
  }

  /** Adds a TLSA record. */
  public Zone tlsa(String owner, TlsaRecord record) {
    return records("%s IN TLSA %s".formatted(owner, record));
  }

  /** Leaves the zone unsigned, and its delegation too. */
  public Zone unsigned() {
    signing = Signing.UNSIGNED;
    return this;
  }

  /** Signs the zone, with signatures that have ended. */
  public Zone expired() {
    return flawedBy(Flaw.EXPIRED);
  }

  Zone signedWith(ZoneKeys with) {
    keys = with;
    return this;
  }

  Zone denyingWith(Denial with) {
    denial = with;
    return this;
  }

  Zone flawedBy(Flaw by) {
    flaw = by;
    return this;
  }

  boolean isSigned() {
    return signing == Signing.SIGNED;
  }

  ZoneKeys keys() {
    return keys;
  }

  Denial denial() {
    return denial;
  }

  Flaw flaw() {
    return flaw;
  }

  List<Record> records() {
    return List.copyOf(records);
  }

  /** The owners of records that are more than the zone's own: what can be asked for. */
  List<Name> owners() {
    return records.stream()
        .filter(r -> r.getType() != Type.SOA && r.getType() != Type.NS)
        .map(Record::getName)
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return origin.toString();
  }
}
