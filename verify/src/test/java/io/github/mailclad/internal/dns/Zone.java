package io.github.mailclad.internal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone that signs itself when asked, with NSEC; or does not, if it has no key. */
final class Zone {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  static final long TTL = 600;

  final Name apex;
  final List<Signer> signers;
  final TreeMap<Name, List<Record>> records = new TreeMap<>();
  Instant expiry = NOW.plus(Duration.ofDays(10));
  boolean signing = true;

  record Signer(DNSKEYRecord key, PrivateKey secret) {
    static Signer of(Name apex, int algorithm, int bits) throws Exception {
      KeyPair pair = pair(algorithm, bits);
      return new Signer(
          new DNSKEYRecord(apex, DClass.IN, TTL, 257, 3, algorithm, pair.getPublic()),
          pair.getPrivate());
    }

    private static KeyPair pair(int algorithm, int bits) throws GeneralSecurityException {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(
              algorithm == DNSSEC.Algorithm.ECDSAP256SHA256 ? "EC" : "RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    }

    DSRecord ds(int digest) {
      return new DSRecord(key.getName(), DClass.IN, TTL, digest, key);
    }
  }

  private Zone(Name apex, List<Signer> signers) {
    this.apex = apex;
    this.signers = List.copyOf(signers);
    add("@ SOA ns.invalid. admin.invalid. 1 2 3 4 300", "@ NS ns.invalid.");
    signers.forEach(s -> put(s.key()));
  }

  static Zone unsigned(String apex) {
    return new Zone(name(apex), List.of());
  }

  static Zone signed(String apex) throws Exception {
    return signed(apex, DNSSEC.Algorithm.ECDSAP256SHA256, 256);
  }

  static Zone signed(String apex, int algorithm, int bits) throws Exception {
    return new Zone(name(apex), List.of(Signer.of(name(apex), algorithm, bits)));
  }

  static Name name(String text) {
    return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
  }

  Signer signer() {
    return signers.get(0);
  }

  Zone add(String... lines) {
    try (Master master =
        new Master(
            new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII)),
            apex,
            TTL)) {
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        put(r);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Zone put(Record r) {
    records.computeIfAbsent(r.getName(), n -> new ArrayList<>()).add(r);
    return this;
  }

  /** A child with the DS records of its keys. */
  Zone delegate(Zone child, int digest) {
    put(new NSRecord(child.apex, DClass.IN, TTL, name("ns.invalid")));
    child.signers.forEach(s -> put(s.ds(digest)));
    return this;
  }

  boolean exists(Name name) {
    return records.keySet().stream().anyMatch(n -> n.subdomain(name));
  }

  /** The records of that owner and type, signed; empty if there are none. */
  RRset get(Name owner, int type) {
    RRset set = new RRset();
    for (Record r : records.getOrDefault(owner, List.of())) {
      if (r.getType() == type) {
        set.addRR(r);
      }
    }
    return set.isEmpty() ? set : sign(set);
  }

  /**
   * Returns the records that a wildcard makes of the name, with its signature; empty if there is no
   * wildcard.
   */
  RRset expand(Name owner, int type) {
    RRset expanded = new RRset();
    if (!exists(owner) && owner.labels() > apex.labels()) {
      RRset wild = get(owner.wild(1), type);
      wild.rrs(false).forEach(r -> expanded.addRR(copy(r, owner)));
      wild.sigs().forEach(s -> expanded.addRR(copy(s, owner)));
    }
    return expanded;
  }

  private static Record copy(Record r, Name owner) {
    return Record.newRecord(
        owner, r.getType(), r.getDClass(), r.getTTL(), r.rdataToWireCanonical());
  }

  RRset sign(RRset set) {
    boolean delegation = !set.getName().equals(apex) && set.getType() == Type.NS;
    if (!signing || delegation) {
      return set;
    }
    for (Signer signer : signers) {
      signWith(signer, set);
    }
    return set;
  }

  void signWith(Signer signer, RRset set) {
    try {
      set.addRR(
          DNSSEC.sign(set, signer.key(), signer.secret(), NOW.minus(Duration.ofDays(30)), expiry));
    } catch (DNSSEC.DNSSECException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The NSEC record at or before the name. */
  RRset nsec(Name name) {
    Name owner = records.floorKey(name);
    owner = owner == null ? apex : owner;
    Name next = records.higherKey(owner);
    TreeSet<Integer> types = new TreeSet<>(List.of(Type.RRSIG, Type.NSEC));
    records.getOrDefault(owner, List.of()).forEach(r -> types.add(r.getType()));
    NSECRecord nsec =
        new NSECRecord(
            owner,
            DClass.IN,
            TTL,
            next == null ? apex : next,
            types.stream().mapToInt(Integer::intValue).toArray());
    return sign(new RRset(nsec));
  }
}
