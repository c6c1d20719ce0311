package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.audit.wire.ClientOffer;
import io.github.mailclad.audit.wire.MailConnection;
import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.Suites;
import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ClientHello of the audit, for one question to the server. */
enum HelloProbe {
  SSL_3(List.of(ClientOffer.SSL_3), Suites.OLD),
  TLS_1_0(List.of(ClientOffer.TLS_1_0), Suites.OLD),
  TLS_1_1(List.of(ClientOffer.TLS_1_1), Suites.OLD),
  TLS_1_2_RSA(List.of(ClientOffer.TLS_1_2), Suites.WITH_RSA),
  TLS_1_2_ECDSA(List.of(ClientOffer.TLS_1_2), Suites.WITH_ECDSA),
  RECOMMENDED(List.of(ClientOffer.TLS_1_2), Suites.RECOMMENDED),
  TLS_1_3(List.of(ClientOffer.TLS_1_3), Suites.TLS_1_3),
  HYBRID(List.of(ClientOffer.TLS_1_3), Suites.TLS_1_3),
  BROKEN(List.of(ClientOffer.TLS_1_2, ClientOffer.TLS_1_1, ClientOffer.TLS_1_0), Suites.BROKEN),
  STATIC_RSA(List.of(ClientOffer.TLS_1_2), Suites.STATIC_RSA),
  FINITE_FIELD(List.of(ClientOffer.TLS_1_2), Suites.FINITE_FIELD),
  CBC(List.of(ClientOffer.TLS_1_2), Suites.CBC),
  SHA_1(List.of(ClientOffer.TLS_1_2), both()),
  NO_NAME(List.of(ClientOffer.TLS_1_2), both()),
  DOMAIN_NAME(List.of(ClientOffer.TLS_1_2), both()),
  OTHER_NAME(List.of(ClientOffer.TLS_1_2), both()),
  OTHER_PROTOCOL(List.of(ClientOffer.TLS_1_2), both());

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> versions;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Integer> suites;

  HelloProbe(List<Integer> versions, List<Integer> suites) {
    this.versions = versions;
    this.suites = suites;
  }

  private static List<Integer> both() {
    return Stream.concat(Suites.WITH_ECDSA.stream(), Suites.WITH_RSA.stream()).toList();
  }

  /**
   * Returns the hello.
   *
   * @param host the name of the server
   * @param domain the audited mail domain
   */
  ClientOffer offer(String host, String domain) {
    String name =
        switch (this) {
          case NO_NAME -> null;
          case DOMAIN_NAME -> domain;
          case OTHER_NAME -> "unknown.invalid";
          default -> host;
        };
    return new ClientOffer(
        versions,
        suites,
        this == HYBRID ? Suites.HYBRID_GROUPS : Suites.CLASSIC_GROUPS,
        this == SHA_1 ? Suites.SHA_1_SCHEMES : Suites.SCHEMES,
        this == OTHER_PROTOCOL ? List.of("http/1.1") : List.of(),
        name);
  }

  /**
   * Returns the check that passes if the server refuses all suites of this hello; null for no
   * check.
   */
  @Nullable Check kindOfSuite() {
    return switch (this) {
      case BROKEN -> Catalogue.SUITES_BROKEN;
      case STATIC_RSA, FINITE_FIELD -> Catalogue.SUITES_DATED;
      case CBC -> Catalogue.SUITES_CBC;
      default -> null;
    };
  }

  /** Brings a connection to the start of TLS, sends the hello, and returns the answer. */
  static ServerAnswer answer(
      MailConnection connection, MailService service, ClientOffer offer, SecureRandom random)
      throws IOException {
    if (service.tlsStart() == TlsStart.STARTTLS) {
      connection.greeting();
      if (service.protocol() == MailProtocol.SUBMISSION) {
        connection.capabilities();
      }
      String reply = connection.startTls();
      if (!connection.isPositive(reply)) {
        return new ServerAnswer.Unclear("STARTTLS was refused: " + Escaped.text(reply));
      }
    }
    return connection.offer(offer, random);
  }
}
