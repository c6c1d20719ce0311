package io.github.mailclad.it.matrix;

import io.github.mailclad.Timeouts;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs in a Java platform whose operator allows every TLS version and cipher suite again, and
 * prints a line for each leak to a server that speaks TLS 1.1 only. A platform reads its list of
 * disabled algorithms once, so this needs a process of its own.
 */
public final class RelaxedPlatform {
  private RelaxedPlatform() {}

  /** The mutants in the order of the lines: each layer missing, and all of them. */
  static final List<Mutant> MUTANTS =
      List.of(
          Mutants.NONE,
          Mutants.PLATFORM_OFFER,
          Mutants.ANY_VERSION.and(Mutants.ANY_SUITE),
          Mutants.PLATFORM_OFFER.and(Mutants.ANY_SUITE),
          Mutants.PLATFORM_OFFER.and(Mutants.ANY_VERSION),
          Mutants.PLATFORM_OFFER.and(Mutants.ANY_VERSION).and(Mutants.ANY_SUITE));

  /** For each mutant: how many protocol names leak, and the first refusal. */
  public static void main(String[] none) {
    // the first handshake of each mutant loads its classes, on a machine that may be busy
    try (Lab lab = new Lab(Timeouts.defaults().handshake())) {
      for (Mutant mutant : MUTANTS) {
        Thread.currentThread().setContextClassLoader(mutant.load());
        List<Lab.Verdict> verdicts =
            Stream.of("imaps", "pop3", "smtp")
                .map(p -> lab.attempt(new Attempt(p, HostileServer.TLS_1_1_ONLY, List.of())))
                .toList();
        System.out.println(
            "leaks "
                + verdicts.stream().filter(v -> !v.leaks().isEmpty()).count()
                + " "
                + verdicts.get(0).outcome().code());
      }
    }
  }
}
