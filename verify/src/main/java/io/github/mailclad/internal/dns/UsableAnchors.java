package io.github.mailclad.internal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.TrustAnchorStore;

/** Usable trust anchors, at least one; without any, dnsjava treats everything as Insecure. */
final class UsableAnchors {
  private static final int REVOKED = 0x80;

  private final List<Record> usable;

  private UsableAnchors(List<Record> usable) {
    this.usable = usable;
  }

  /**
   * Returns the anchors of a zone file.
   *
   * @throws IllegalArgumentException if it cannot be read, has records other than DS and DNSKEY, or
   *     has no record with a strong algorithm
   */
  static UsableAnchors parse(String zoneFile) {
    List<Record> usable = new ArrayList<>();
    byte[] text = zoneFile.getBytes(StandardCharsets.UTF_8);
    try (Master master = new Master(new ByteArrayInputStream(text), Name.root, 0)) {
      // a file of anchors must not cause other files to be read
      master.disableIncludes();
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        if (isUsable(r)) {
          usable.add(r);
        }
      }
    } catch (IOException e) {
      // the parser quotes its input, which may be a key file that was configured by mistake
      throw new IllegalArgumentException(
          "the trust anchors cannot be read: expected a zone file of DS or DNSKEY records");
    }
    if (usable.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the trust anchors can be used: expected DS records with SHA-256 or SHA-384, or DNSKEY records, of a current algorithm");
    }
    return new UsableAnchors(usable);
  }

  private static boolean isUsable(Record r) {
    if (r.getDClass() == DClass.IN && r instanceof DSRecord ds) {
      return DnssecStrength.isEnough(ds.getAlgorithm())
          && DnssecStrength.isEnoughForDigest(ds.getDigestID());
    }
    if (r.getDClass() == DClass.IN && r instanceof DNSKEYRecord key) {
      return (key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) != 0
          && (key.getFlags() & REVOKED) == 0
          && DnssecStrength.isEnough(key);
    }
    throw new IllegalArgumentException(
        "a trust anchor is a DS or DNSKEY record, not " + Type.string(r.getType()));
  }

  /** Puts the anchors into a store and removes all others. */
  void fill(TrustAnchorStore store) {
    store.clear();
    for (Record r : usable) {
      store.store(new RRset(r));
    }
  }
}
