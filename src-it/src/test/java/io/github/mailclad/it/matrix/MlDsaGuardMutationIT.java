package io.github.mailclad.it.matrix;

import static io.github.mailclad.it.matrix.HostileProperty.setting;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.Lab.Verdict;
import java.util.List;
import net.bytebuddy.implementation.FixedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guards of chains with ML-DSA signatures, each switched off. */
class MlDsaGuardMutationIT {
  private static final Lab LAB = new Lab();
  private static final boolean VERIFIABLE = Runtime.version().feature() >= 24;

  private final Issued root = authority();

  private static Issued authority() {
    return CertificateBuilder.authority("Root").key(KeyKind.ML_DSA_65).selfSigned();
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  @AfterAll
  static void tidyUp() {
    LAB.close();
  }

  /**
   * Connects to a server below an authority, with {@link #root} as the trust anchor.
   *
   * @param mutant null for the provider as it is
   */
  private Verdict under(@Nullable Mutant mutant, Issued issuer) {
    if (mutant != null) {
      Thread.currentThread().setContextClassLoader(mutant.load());
    }
    Attempt attempt =
        new Attempt(
            "imaps",
            HostileServer.GOOD,
            List.of(setting("mail.security.trust-anchors", "an ML-DSA root", root.certificate())));
    try (TlsFront server =
        TlsFront.builder()
            .certificate(CertificateBuilder.server().dns("localhost").issuedBy(issuer))
            .dialogue(World.dialogue("imaps"))
            .start()) {
      Verdict verdict = LAB.attempt(attempt, server);
      assertEquals(
          verdict.outcome().connected(),
          server.recorder().clientPlain().length > 0,
          verdict::toString);
      return verdict;
    }
  }

  @Test
  void anotherAuthorityIsRefusedAndGetsTheLoginWithoutThePath() {
    Issued other = authority();
    Verdict guarded = under(null, other);
    assertEquals(
        VERIFIABLE ? "untrusted-issuer" : "unsupported-algorithm",
        guarded.outcome().code(),
        guarded::toString);
    assertTrue(under(Mutants.ANY_PATH, other).outcome().connected());
  }

  /** Where the platform lacks the algorithm, its signatures are still not believed without that. */
  @Test
  void aChainIsAcceptedWhereThePlatformVerifiesItAndOnlyThere() {
    Verdict guarded = under(null, root);
    assertEquals(VERIFIABLE, guarded.outcome().connected(), guarded::toString);

    Mutant mistaken =
        Mutant.of(
            "MlDsa.isVerifiable() says the opposite",
            "internal.der.MlDsa",
            type -> type.method(named("isVerifiable")).intercept(FixedValue.value(!VERIFIABLE)));
    Verdict mutated = under(mistaken, root);
    assertFalse(mutated.outcome().connected(), mutated::toString);
    assertEquals(
        VERIFIABLE ? "unsupported-algorithm" : "broken-signature",
        mutated.outcome().code(),
        mutated::toString);
  }
}
