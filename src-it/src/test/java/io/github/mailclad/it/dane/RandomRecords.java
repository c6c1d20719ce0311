package io.github.mailclad.it.dane;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * TLSA records drawn by lot, about the certificates of a server, right, wrong or unusable.
 *
 * @param records one to six of them
 * @param usages the certificate usages that count for the client
 */
record RandomRecords(List<TlsaRecord> records, Set<TlsaUsage> usages) {
  private static final List<Integer> USAGES = List.of(3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 0, 0);
  private static final List<TlsaMatching> MATCHING =
      List.of(
          TlsaMatching.FULL,
          TlsaMatching.SHA2_256,
          TlsaMatching.SHA2_256,
          TlsaMatching.SHA2_512,
          TlsaMatching.SHA2_512);

  /** The next ones. */
  static RandomRecords drawn(Random random, RandomServer server) {
    List<TlsaRecord> records = new ArrayList<>();
    int count = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Drawn drawn = Drawn.about(random, server.subjects());
      records.add(drawn.record(random));
      if (random.nextInt(3) == 0) {
        // of the same certificate, so that one of both may not count
        records.add(drawn.matching(of(random, MATCHING)).record(random));
      }
    }
    Collections.shuffle(records, random);
    return new RandomRecords(
        records,
        random.nextInt(3) == 0
            ? EnumSet.of(TlsaUsage.DANE_TA, TlsaUsage.DANE_EE)
            : EnumSet.allOf(TlsaUsage.class));
  }

  /** The same but for those. */
  RandomRecords without(List<TlsaRecord> dropped) {
    return new RandomRecords(
        records.stream().filter(record -> !dropped.contains(record)).toList(), usages);
  }

  /** The subject of a record. */
  private record Drawn(
      int usage, X509Certificate about, TlsaSelector selector, TlsaMatching matching) {

    private static Drawn about(Random random, List<X509Certificate> subjects) {
      int usage = of(random, USAGES);
      // mostly about what such a record is about
      boolean endEntity = (usage == 1 || usage == 3) != (random.nextInt(8) == 0);
      X509Certificate about = subjects.get(endEntity ? 0 : 1 + random.nextInt(subjects.size() - 1));
      TlsaSelector selector = random.nextBoolean() ? TlsaSelector.SPKI : TlsaSelector.CERT;
      return new Drawn(usage, about, selector, of(random, MATCHING));
    }

    private Drawn matching(TlsaMatching other) {
      return new Drawn(usage, about, selector, other);
    }

    private TlsaRecord record(Random random) {
      byte[] right = matching.of(selector.of(about));
      byte[] data =
          switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> wrong(random, right);
            case 4 -> Arrays.copyOf(right, random.nextInt(right.length));
            case 5 -> Arrays.copyOf(right, right.length + 1);
            default -> right;
          };
      int defect = random.nextInt(30);
      return new TlsaRecord(
          defect == 0 ? 4 + random.nextInt(252) : usage,
          defect == 1 ? 2 + random.nextInt(254) : selector.number(),
          defect == 2 ? 3 + random.nextInt(253) : matching.number(),
          data);
    }
  }

  /** One bit is wrong. */
  private static byte[] wrong(Random random, byte[] right) {
    byte[] wrong = right.clone();
    int bit = random.nextInt(8 * wrong.length);
    wrong[bit / 8] ^= (byte) (1 << (bit % 8));
    return wrong;
  }

  private static <T> T of(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
