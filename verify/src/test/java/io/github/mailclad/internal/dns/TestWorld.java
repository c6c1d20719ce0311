package io.github.mailclad.internal.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A root, a zone "test" below, and the zones of tests below that, as a recursive server answers for
 * them.
 */
final class TestWorld {
  static final int SHA256 = DNSSEC.Digest.SHA256;

  final Zone root = Zone.signed(".");
  final Zone test = Zone.signed("test");
  private final List<Zone> zones = new ArrayList<>(List.of(root, test));

  TestWorld() throws Exception {
    root.delegate(test, SHA256);
  }

  String anchors() {
    return root.signer().ds(SHA256) + "\n";
  }

  /** A zone below "test" that is delegated in earnest. */
  Zone put(Zone zone) {
    return put(zone, SHA256);
  }

  Zone put(Zone zone, int digest) {
    test.delegate(zone, digest);
    zones.add(zone);
    return zone;
  }

  /** Adds a zone with another zone's delegation. */
  Zone place(Zone zone) {
    zones.add(zone);
    return zone;
  }

  private Zone zoneOf(Name name, int type) {
    Zone best = root;
    for (Zone zone : zones) {
      boolean above = type == Type.DS && name.equals(zone.apex) && !name.equals(Name.root);
      if (name.subdomain(zone.apex) && !above && zone.apex.labels() > best.apex.labels()) {
        best = zone;
      }
    }
    return best;
  }

  Message respond(Message query) {
    Record question = query.getQuestion();
    Message m = new Message(query.getHeader().getID());
    m.getHeader().setFlag(Flags.QR);
    m.getHeader().setFlag(Flags.RD);
    m.getHeader().setFlag(Flags.RA);
    m.addRecord(question, Section.QUESTION);
    Name name = question.getName();
    int type = question.getType();
    for (int hops = 0; hops < 12; hops++) {
      Zone zone = zoneOf(name, type);
      Name next = answer(m, zone, name, type);
      if (next == null) {
        break;
      }
      name = next;
    }
    return m;
  }

  /** Adds what there is, and returns where to go on, if anywhere. */
  private static @Nullable Name answer(Message m, Zone zone, Name name, int type) {
    RRset dname = dname(zone, name);
    if (!dname.isEmpty()) {
      add(m, dname, Section.ANSWER);
      Name target = synthesized(name, (DNAMERecord) dname.first());
      m.addRecord(new CNAMERecord(name, DClass.IN, Zone.TTL, target), Section.ANSWER);
      return type == Type.CNAME ? null : target;
    }
    RRset set = zone.get(name, type);
    RRset expanded = set.isEmpty() ? zone.expand(name, type) : new RRset();
    if (!set.isEmpty() || !expanded.isEmpty()) {
      add(m, set.isEmpty() ? expanded : set, Section.ANSWER);
      if (!expanded.isEmpty()) {
        deny(m, zone, Set.of(name));
      }
      return null;
    }
    RRset cname = zone.get(name, Type.CNAME);
    if (!cname.isEmpty()) {
      add(m, cname, Section.ANSWER);
      return ((CNAMERecord) cname.first()).getTarget();
    }
    add(m, zone.get(zone.apex, Type.SOA), Section.AUTHORITY);
    if (zone.exists(name)) {
      deny(m, zone, Set.of(name));
    } else {
      m.getHeader().setRcode(Rcode.NXDOMAIN);
      Name encloser = name;
      while (!zone.exists(encloser)) {
        encloser = new Name(encloser, 1);
      }
      Set<Name> denied = new LinkedHashSet<>(List.of(name));
      denied.add(name.wild(name.labels() - encloser.labels()));
      deny(m, zone, denied);
    }
    return null;
  }

  private static RRset dname(Zone zone, Name name) {
    for (Name above = name; above.labels() > zone.apex.labels(); ) {
      above = new Name(above, 1);
      RRset dname = zone.get(above, Type.DNAME);
      if (!dname.isEmpty()) {
        return dname;
      }
    }
    return new RRset();
  }

  private static Name synthesized(Name name, DNAMERecord dname) {
    try {
      return name.fromDNAME(dname);
    } catch (NameTooLongException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deny(Message m, Zone zone, Set<Name> names) {
    if (!zone.signing || zone.signers.isEmpty()) {
      return;
    }
    Set<Name> told = new LinkedHashSet<>();
    for (Name name : names) {
      RRset nsec = zone.nsec(name);
      if (told.add(nsec.getName())) {
        add(m, nsec, Section.AUTHORITY);
      }
    }
  }

  static void add(Message m, RRset set, int section) {
    set.rrs(false).forEach(r -> m.addRecord(r, section));
    set.sigs().forEach(r -> m.addRecord(r, section));
  }
}
