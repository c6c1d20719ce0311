package io.github.mailclad.it.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A fault of a signed zone, or an unusual property. */
enum Flaw {
  NONE,
  EXPIRED {
    @Override
    List<String> signing(Instant now) {
      return validity(now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(30)));
    }
  },
  FUTURE {
    @Override
    List<String> signing(Instant now) {
      return validity(now.plus(Duration.ofDays(30)), now.plus(Duration.ofDays(90)));
    }
  },
  /** A, SRV and TLSA records differ from the signed ones. */
  ALTERED {
    @Override
    List<Record> served(List<Record> signed) {
      return signed.stream().map(r -> ALTERABLE.contains(r.getType()) ? Altered.of(r) : r).toList();
    }
  },
  /** Some TLSA and SRV records were removed after signing; the denials still mention them. */
  WITHHELD {
    @Override
    List<Record> served(List<Record> signed) {
      return without(signed, Type.TLSA, Type.SRV);
    }
  },
  /** The keys cannot be fetched. */
  WITHOUT_KEYS {
    @Override
    List<Record> served(List<Record> signed) {
      return without(signed, Type.DNSKEY);
    }
  },
  /** Absent names are denied without a proof. */
  WITHOUT_DENIAL {
    @Override
    List<Record> served(List<Record> signed) {
      return without(signed, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);
    }
  },
  /** The parent has a DS, and nothing is signed. */
  STRIPPED {
    @Override
    List<Record> served(List<Record> signed) {
      return signed.stream().filter(r -> !PROOFS.contains(r.getType())).toList();
    }
  },
  WRONG_DS {
    @Override
    List<DSRecord> delegation(List<DSRecord> right) {
      return right.stream().map(ds -> with(ds, ds.getAlgorithm(), ds.getDigestID(), 1)).toList();
    }
  },
  SHA_1_DS_ONLY,
  SHA_384_DS_ONLY,
  /** The parent has a DS record with an unknown algorithm. */
  UNKNOWN_ALGORITHM {
    @Override
    List<DSRecord> delegation(List<DSRecord> right) {
      return right.stream().map(ds -> with(ds, 200, ds.getDigestID(), 0)).toList();
    }
  },
  /** The parent has a DS record with an unknown digest. */
  UNKNOWN_DIGEST {
    @Override
    List<DSRecord> delegation(List<DSRecord> right) {
      return right.stream().map(ds -> with(ds, ds.getAlgorithm(), 200, 0)).toList();
    }
  },
  /** Signed, without a DS record of the parent: an island of security (RFC 4033, section 2). */
  ISLAND {
    @Override
    List<DSRecord> delegation(List<DSRecord> right) {
      return List.of();
    }
  };

  private static final Set<Integer> PROOFS =
      Set.of(Type.RRSIG, Type.DNSKEY, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);

  private static final Set<Integer> ALTERABLE = Set.of(Type.A, Type.AAAA, Type.SRV, Type.TLSA);

  /** More options of {@code ldns-signzone}. */
  List<String> signing(Instant now) {
    // from yesterday on, for every time zone of the signer's clock
    return validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(14)));
  }

  /** Returns the signed records that the server gets. */
  List<Record> served(List<Record> signed) {
    return signed;
  }

  /** Returns the records of the parent in place of the right ones. */
  List<DSRecord> delegation(List<DSRecord> right) {
    return right;
  }

  /** The digest in the DS records of the parent. */
  int digest() {
    return switch (this) {
      case SHA_1_DS_ONLY -> DNSSEC.Digest.SHA1;
      case SHA_384_DS_ONLY -> DNSSEC.Digest.SHA384;
      default -> DNSSEC.Digest.SHA256;
    };
  }

  private static List<String> validity(Instant from, Instant to) {
    return List.of(
        "-i", Long.toString(from.getEpochSecond()), "-e", Long.toString(to.getEpochSecond()));
  }

  /** Without the records of these types and their signatures. */
  private static List<Record> without(List<Record> records, Integer... types) {
    Set<Integer> gone = Set.of(types);
    return records.stream()
        .filter(r -> !gone.contains(r.getType()) && !gone.contains(r.getRRsetType()))
        .toList();
  }

  private static DSRecord with(DSRecord ds, int algorithm, int digestId, int flipped) {
    byte[] digest = ds.getDigest().clone();
    digest[0] ^= (byte) flipped;
    return new DSRecord(
        ds.getName(), ds.getDClass(), ds.getTTL(), ds.getFootprint(), algorithm, digestId, digest);
  }
}
