package io.github.mailclad.internal.dns;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The part of a response that concerns the queried name: the records or an alias, or the proof of
 * their absence. Any other record in the response would influence dnsjava's verdict: one record of
 * an Insecure zone, or a signature that claims to be from one, makes the whole response Insecure.
 */
final class OwnerRecords {
  /** Of one section. dnsjava compares each two of a set, so a full message takes 0.2 seconds. */
  private static final int MOST_RECORDS = 256;

  private static final int MOST_PROOFS = 16;

  private final Name owner;
  private final int type;
  private final boolean authentic;
  private final List<RRset> records;
  private final List<RRset> alias;
  private final List<RRset> proofs;
  private final int rcode;

  private OwnerRecords(
      Message response, Name owner, int type, List<RRset> records, List<RRset> alias) {
    this.owner = owner;
    this.type = type;
    this.authentic = response.getHeader().getFlag(Flags.AD);
    this.records = records;
    this.alias = alias;
    this.rcode = response.getRcode();
    this.proofs = new ArrayList<>();
  }

  /**
   * Reads the response to a query for that owner and type.
   *
   * @throws UnansweredException if it has more records of a kind than are possible
   */
  static OwnerRecords of(Message response, Name owner, int type) throws UnansweredException {
    checkCount(response);
    List<RRset> records = new ArrayList<>();
    List<RRset> alias = new ArrayList<>();
    for (RRset set : response.getSectionRRsets(Section.ANSWER)) {
      if (set.getDClass() != DClass.IN) {
        continue;
      }
      if (set.getName().equals(owner) && set.getType() == Type.CNAME) {
        alias.add(single(set));
      } else if (set.getName().equals(owner) && set.getType() == type) {
        records.add(strong(set));
      } else if (isAbove(set, owner)) {
        alias.clear();
        alias.add(single(set));
        alias.add(new RRset(step(owner, (DNAMERecord) set.first())));
        break;
      }
    }
    OwnerRecords read = new OwnerRecords(response, owner, type, records, alias);
    read.addProofs(response);
    return read;
  }

  private static void checkCount(Message response) throws UnansweredException {
    for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
      if (response.getSection(section).size() > MOST_RECORDS) {
        throw UnansweredException.indeterminate(
            "the answer has more than " + MOST_RECORDS + " records");
      }
    }
  }

  private static boolean isAbove(RRset set, Name owner) {
    return set.getType() == Type.DNAME
        && owner.subdomain(set.getName())
        && !owner.equals(set.getName());
  }

  private static RRset single(RRset set) throws UnansweredException {
    if (set.size() != 1) {
      throw UnansweredException.indeterminate(
          DnsText.of(set.getName()) + " is an alias of more than one name");
    }
    return strong(set);
  }

  /**
   * Returns the CNAME of a DNAME. It is computed here, and any CNAME from the server is ignored.
   */
  private static CNAMERecord step(Name owner, DNAMERecord dname) throws UnansweredException {
    try {
      return new CNAMERecord(owner, DClass.IN, dname.getTTL(), owner.fromDNAME(dname));
    } catch (NameTooLongException e) {
      throw UnansweredException.indeterminate(
          DnsText.of(owner) + " is an alias of a name that is too long");
    }
  }

  /**
   * Returns a set with only the usable signatures: strong ones of a zone that contains the owner.
   */
  private static RRset strong(RRset set) {
    RRset kept = new RRset();
    set.rrs(false).forEach(kept::addRR);
    for (RRSIGRecord sig : set.sigs()) {
      if (DnssecStrength.isEnough(sig.getAlgorithm()) && set.getName().subdomain(sig.getSigner())) {
        kept.addRR(sig);
      }
    }
    return kept;
  }

  private void addProofs(Message response) throws UnansweredException {
    for (RRset set : response.getSectionRRsets(Section.AUTHORITY)) {
      RRset kept = strong(set);
      boolean speaksOfOwner =
          set.getType() == Type.SOA
              ? owner.subdomain(set.getName()) && !isAnswer()
              : (set.getType() == Type.NSEC || set.getType() == Type.NSEC3)
                  && !kept.sigs().isEmpty()
                  && kept.sigs().stream().allMatch(sig -> owner.subdomain(sig.getSigner()));
      if (speaksOfOwner) {
        proofs.add(kept);
      }
    }
    if (proofs.size() > MOST_PROOFS) {
      throw UnansweredException.indeterminate(
          "the answer for " + DnsText.of(owner, type) + " has more proofs than are needed");
    }
  }

  Name owner() {
    return owner;
  }

  int type() {
    return type;
  }

  /** Returns whether the server set the AD bit. */
  boolean isCalledAuthentic() {
    return authentic;
  }

  /** Returns whether there is an alias instead of the requested records. */
  boolean isAlias() {
    return records.isEmpty() && !alias.isEmpty() && type != Type.CNAME;
  }

  private boolean isAnswer() {
    return !records.isEmpty() || !alias.isEmpty();
  }

  /** Returns whether a proof uses opt-out, which omits unsigned names (RFC 5155, section 6). */
  boolean isDeniedByOptOut() {
    return proofs.stream()
        .map(RRset::first)
        .filter(NSEC3Record.class::isInstance)
        .anyMatch(proof -> (((NSEC3Record) proof).getFlags() & NSEC3Record.Flags.OPT_OUT) != 0);
  }

  /** Returns the requested records. */
  List<Record> records() {
    return records.isEmpty() ? List.of() : List.copyOf(records.get(0).rrs(false));
  }

  /** Returns the target of the alias; empty for none. */
  Optional<Name> target() {
    return alias.isEmpty()
        ? Optional.empty()
        : Optional.of(((CNAMERecord) alias.get(alias.size() - 1).first()).getTarget());
  }

  /**
   * Returns the time for which this can be cached, which ends with the validity of a signature at
   * the latest.
   */
  Duration timeToLive(Clock clock) {
    Duration ttl = null;
    for (RRset set : isAnswer() ? (isAlias() || records.isEmpty() ? alias : records) : proofs) {
      ttl = shorter(ttl, Duration.ofSeconds(set.getTTL()));
      if (set.first() instanceof SOARecord soa) {
        ttl = shorter(ttl, Duration.ofSeconds(soa.getMinimum()));
      }
      for (RRSIGRecord sig : set.sigs()) {
        ttl = shorter(ttl, Duration.ofSeconds(sig.getOrigTTL()));
        ttl = shorter(ttl, Duration.between(clock.instant(), sig.getExpire()));
      }
    }
    return ttl == null || ttl.isNegative() ? Duration.ZERO : ttl;
  }

  private static Duration shorter(@Nullable Duration one, Duration other) {
    return one == null || other.compareTo(one) < 0 ? other : one;
  }

  /**
   * Returns a response for dnsjava's validator. An absence without a proof gets an unsigned record;
   * otherwise the validator would call it Bogus even in an unsigned zone.
   */
  Message forValidator() {
    Message m = new Message(0);
    Header header = m.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RD);
    header.setFlag(Flags.RA);
    header.setRcode(isAnswer() ? Rcode.NOERROR : rcode);
    m.addRecord(Record.newRecord(owner, type, DClass.IN), Section.QUESTION);
    (records.isEmpty() ? alias : records).forEach(set -> add(m, set, Section.ANSWER));
    proofs.forEach(set -> add(m, set, Section.AUTHORITY));
    if (!isAnswer() && proofs.isEmpty() && type != Type.DS && type != Type.DNSKEY) {
      m.addRecord(
          new SOARecord(owner, DClass.IN, 0, Name.root, Name.root, 0, 0, 0, 0, 0),
          Section.AUTHORITY);
    }
    return m;
  }

  private static void add(Message m, RRset set, int section) {
    set.rrs(false).forEach(r -> m.addRecord(r, section));
    set.sigs().forEach(r -> m.addRecord(r, section));
  }
}
