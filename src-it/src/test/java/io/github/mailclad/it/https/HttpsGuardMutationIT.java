package io.github.mailclad.it.https;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.it.matrix.Mutant;
import io.github.mailclad.it.matrix.Mutants;
import io.github.mailclad.verify.PeerVerifier;
import java.lang.reflect.Method;
import java.net.URI;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A web server gets the request once the check of its handshake is off, and nothing before. */
class HttpsGuardMutationIT {
  private static final String HOST = "conf.example.org";
  private static final String SECRET = "token=7f1f3c9e5d";

  /** A server that does not keep the rules, and the check that refuses it, switched off. */
  enum Fault {
    SIGNATURE_OVER_SHA_1(
        Mutant.of(
            "Offer.set() sets no constraints",
            "internal.handshake.Offer",
            type ->
                type.visit(
                    MemberSubstitution.relaxed()
                        .method(named("setAlgorithmConstraints"))
                        .stub()
                        .on(named("set"))))),
    CLASSICAL_KEY_EXCHANGE(passing("KeyExchange", "accepts")),
    MISSING_SAFEGUARD(passing("TlsRules", "tolerates"));

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Mutant off;

    Fault(Mutant off) {
      this.off = off;
    }

    private TlsRules rules() {
      TlsRules any = TlsRules.defaults();
      return switch (this) {
        case SIGNATURE_OVER_SHA_1 -> any;
        case CLASSICAL_KEY_EXCHANGE -> any.withKeyExchange(KeyExchange.POST_QUANTUM);
        case MISSING_SAFEGUARD -> any.withRequiredSafeguards(EnumSet.allOf(TlsSafeguard.class));
      };
    }

    private TlsFront.Builder server() {
      return switch (this) {
        case SIGNATURE_OVER_SHA_1 -> TlsFront.builder().legacy(LegacyTls.tls12().signingWithSha1());
        case CLASSICAL_KEY_EXCHANGE -> TlsFront.builder().protocols("TLSv1.3");
        case MISSING_SAFEGUARD ->
            TlsFront.builder().legacy(LegacyTls.tls12().withoutExtendedMasterSecret());
      };
    }
  }

  private static Mutant passing(String type, String method) {
    return Mutant.of(
        type + "." + method + "() always passes",
        type,
        original -> original.method(named(method)).intercept(FixedValue.value(true)));
  }

  /** Returns the code of the refusal, or "leaked" if the server received the request. */
  static String outcome(String fault) throws Exception {
    Fault given = Fault.valueOf(fault);
    Issued root = CertificateBuilder.root("Web Root");
    Issued certificate = CertificateBuilder.server().key(KeyKind.RSA_2048).dns(HOST).issuedBy(root);
    try (WebSites sites = new WebSites()) {
      TlsFront front =
          sites.add(
              HOST,
              given
                  .server()
                  .certificate(certificate)
                  .dialogue(new HttpDialogue().page("/x", "text/plain", "welcome")));
      String code =
          new HttpsClient(
                  PeerVerifier.trusting(List.of(root.certificate()), "the test's authority"),
                  given.rules(),
                  sites,
                  Clock.systemUTC(),
                  Duration.ofSeconds(10),
                  1000)
              .exchange(
                  HttpsRequest.post(
                      URI.create("https://" + HOST + "/x"),
                      "text/plain",
                      SECRET.getBytes(ISO_8859_1)))
              .refusal()
              .map(refusal -> refusal.code())
              .orElse("accepted");
      front.recorder().awaitEnds(Duration.ofSeconds(5));
      boolean isLeaked = new String(front.recorder().clientPlain(), ISO_8859_1).contains(SECRET);
      return isLeaked ? "leaked" : code;
    }
  }

  private static String outcome(Fault fault, Mutant mutant) throws Exception {
    Method outcome =
        mutant
            .load(List.of("io.github.mailclad.it.https."))
            .loadClass(HttpsGuardMutationIT.class.getName())
            .getDeclaredMethod("outcome", String.class);
    outcome.setAccessible(true);
    return (String) outcome.invoke(null, fault.name());
  }

  /** Returns whether the platform refuses such a server, too, as newer ones do with SHA-1. */
  private static boolean isRefusedByPlatform(Fault fault) {
    return fault == Fault.SIGNATURE_OVER_SHA_1
        && String.valueOf(Security.getProperty("jdk.tls.disabledAlgorithms"))
            .contains("rsa_pkcs1_sha1");
  }

  @ParameterizedTest
  @EnumSource
  void onlyWithoutItsGuardTheServerReceivesTheRequest(Fault fault) throws Exception {
    String code =
        switch (fault) {
          case SIGNATURE_OVER_SHA_1 -> "handshake-failed";
          case CLASSICAL_KEY_EXCHANGE -> "key-exchange-refused";
          case MISSING_SAFEGUARD -> "tls-safeguard-missing";
        };
    assertEquals(code, outcome(fault, Mutants.NONE));
    assertEquals(isRefusedByPlatform(fault) ? code : "leaked", outcome(fault, fault.off));
  }
}
