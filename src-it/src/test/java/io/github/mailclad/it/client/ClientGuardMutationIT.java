package io.github.mailclad.it.client;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.matrix.Guard;
import io.github.mailclad.it.matrix.Mutant;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guards of client certificates, each switched off: then there is harm, and only then. */
@Requirement(
    value = {"D-5.5-2", "F-5.5-3", "F-5.5-4", "D-3.2-5", "P-SASL-5", "CC-1"},
    heldBy = {"ClientIdentity", "Disclosure", "DisclosingKeyManager", "TlsContexts", "LoginChoice"})
public class ClientGuardMutationIT {

  private final Club club = new Club();

  static Stream<Guard<Club>> guards() {
    return Stream.of(
        guard(
            "ClientIdentity$BoundAccount",
            "covers",
            FixedValue.value(true),
            ClientGuardMutationIT::foreignAccount),
        guard(
            "internal.tls.Disclosure",
            "objection",
            MethodCall.invoke(empty()),
            ClientGuardMutationIT::overTls12),
        guard(
            "internal.tls.Disclosure",
            "objection",
            MethodCall.invoke(empty()),
            ClientGuardMutationIT::noSafeguard),
        guard(
            "internal.tls.DisclosingKeyManager",
            "isIssuedByOneOf",
            FixedValue.value(true),
            ClientGuardMutationIT::otherIssuer),
        guard(
            "internal.tls.JudgingTrustManager",
            "checkServerTrusted",
            StubMethod.INSTANCE,
            ClientGuardMutationIT::unverifiedServer),
        guard(
            "internal.tls.TlsContexts",
            "fingerprint",
            FixedValue.value(""),
            ClientGuardMutationIT::renewed),
        guard(
            "internal.client.ClientKey",
            "objectionAt",
            MethodCall.invoke(empty()),
            ClientGuardMutationIT::expired),
        guard(
            "angus.ImapConnector",
            "sentClientCertificate",
            FixedValue.value(true),
            ClientGuardMutationIT::preauthWithoutCertificate),
        new Guard<>(
            Mutant.of(
                "internal.sasl.LoginChoice believes that a certificate was sent",
                "internal.sasl.LoginChoice",
                ClientGuardMutationIT::believing),
            ClientGuardMutationIT::externalWithoutCertificate));
  }

  private static Guard<Club> guard(
      String type, String method, Implementation instead, Predicate<Club> harm) {
    return new Guard<>(
        Mutant.of(
            type + " without " + method,
            type,
            original -> original.method(ElementMatchers.named(method)).intercept(instead)),
        harm);
  }

  private static DynamicType.Builder<?> believing(DynamicType.Builder<?> original) {
    return original.visit(
        MemberSubstitution.relaxed()
            .method(ElementMatchers.named("getLocalCertificates"))
            .replaceWith(
                Guard.method(ClientGuardMutationIT.class, "someCertificates", SSLSession.class))
            .on(ElementMatchers.named("of")));
  }

  /** In place of {@code SSLSession.getLocalCertificates}. */
  public static Certificate[] someCertificates(SSLSession session) {
    return new Certificate[0];
  }

  private static Method empty() {
    return Guard.method(Optional.class, "empty");
  }

  @ParameterizedTest
  @MethodSource("guards")
  void thereIsHarmWithoutTheGuardAndNoneWithIt(Guard<Club> guard) {
    guard.assertNeeded(club);
  }

  private static boolean foreignAccount(Club club) {
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.WANTED, Club.dialogue("imaps")).start()) {
      Club.connect("imaps", club.member("imaps", server), "bob");
      return wasSeen(server);
    }
  }

  private static boolean overTls12(Club club) {
    try (TlsFront server =
        club.server("TLSv1.2", ClientAuth.WANTED, Club.dialogue("imaps")).start()) {
      Club.connect("imaps", club.guarded("imaps", server), Club.MEMBER);
      return wasSeen(server);
    }
  }

  private static boolean noSafeguard(Club club) {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(club.world.certificate)
            .dialogue(Club.dialogue("imaps"))
            .legacy(LegacyTls.tls12().withoutExtendedMasterSecret().askingForCertificate())
            .start()) {
      Club.connect("imaps", club.member("imaps", server), Club.MEMBER);
      return wasSeen(server);
    }
  }

  /** A server that reports to the client that it does not accept the certificate. */
  private static boolean otherIssuer(Club club) {
    try (TlsFront server =
        club.server("TLSv1.2", ClientAuth.WANTED, Club.dialogue("imaps"))
            .clientAuth(ClientAuth.WANTED, CertificateBuilder.root("Other Club"))
            .start()) {
      Club.connect("imaps", club.member("imaps", server), Club.MEMBER);
      return isOnTheWire(club, server);
    }
  }

  private static boolean unverifiedServer(Club club) {
    try (TlsFront server =
        club.server("TLSv1.2", ClientAuth.REQUIRED, Club.dialogue("imaps"))
            .certificate(Club.stranger())
            .start()) {
      Club.connect("imaps", club.member("imaps", server), Club.MEMBER);
      return isOnTheWire(club, server);
    }
  }

  /** The new certificate is not shown: the old one is, or a session of it is resumed. */
  private static boolean renewed(Club club) {
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.REQUIRED, Club.dialogue("imaps")).start()) {
      Properties properties = club.member("imaps", server);
      Club.connect("imaps", properties, Club.MEMBER);
      properties.put("mail.imaps.security.client-certificate", Club.entry(club.card(Club.MEMBER)));
      Club.connect("imaps", properties, Club.MEMBER);
      return Club.seenBy(server).get(1).equals(Optional.of(club.card.certificate()));
    }
  }

  private static boolean expired(Club club) {
    try (TlsFront server =
        club.server("TLSv1.3", ClientAuth.WANTED, Club.dialogue("imaps")).start()) {
      Properties properties = club.member("imaps", server);
      Instant now = Instant.now();
      properties.put(
          "mail.imaps.security.client-certificate",
          Club.entry(
              CertificateBuilder.client()
                  .validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                  .issuedBy(club.authority)));
      Club.connect("imaps", properties, Club.MEMBER);
      return !server.recorder().connections().isEmpty();
    }
  }

  private static boolean preauthWithoutCertificate(Club club) {
    ImapDialogue dialogue = new ImapDialogue().greeting("* PREAUTH [CAPABILITY IMAP4rev1] hello");
    try (TlsFront server = club.server("TLSv1.3", ClientAuth.NONE, dialogue).start()) {
      return Club.connect("imaps", club.member("imaps", server), Club.MEMBER) == null;
    }
  }

  private static boolean externalWithoutCertificate(Club club) {
    ScriptedServer<?> dialogue = Club.dialogue("imaps");
    try (TlsFront server = club.server("TLSv1.3", ClientAuth.NONE, dialogue).start()) {
      Club.connect("imaps", club.member("imaps", server), Club.MEMBER);
      return !Club.attempts(dialogue).isEmpty();
    }
  }

  private static boolean wasSeen(TlsFront server) {
    return Club.seenBy(server).stream().anyMatch(Optional::isPresent);
  }

  private static boolean isOnTheWire(Club club, TlsFront server) {
    Club.seenBy(server);
    try {
      return text(server.recorder().clientRaw())
          .contains(text(club.card.certificate().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
