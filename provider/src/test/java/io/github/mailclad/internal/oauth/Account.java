package io.github.mailclad.internal.oauth;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.internal.https.DirectConnector;
import io.github.mailclad.internal.https.HttpsClients;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof;
import io.github.mailclad.internal.oauth.OAuthRules.Grant;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An account whose tokens come from a token server on loopback, with a clock of its own. */
final class Account {
  static final Issued ROOT = CertificateBuilder.root("Token Root");
  static final Issued SERVER = CertificateBuilder.server().dns("localhost").issuedBy(ROOT);
  static final String SECRET = "s3cr3t-of-the-client";
  static final String USER = "alice@example.org";
  private static final Endpoint MAIL =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);

  final FixedClock clock = FixedClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  final List<String> news = Collections.synchronizedList(new ArrayList<>());
  private final TokenCache cache = new TokenCache(clock);

  static OAuthRules rules(OAuthRules.TokenServer server, ClientProof proof, Grant grant) {
    return new OAuthRules(
        server, "client", proof, grant, List.of("mail"), null, Duration.ofSeconds(10));
  }

  static OAuthRules.TokenServer endpoint(TokenServer server) {
    return new OAuthRules.TokenServer.TokenEndpoint(URI.create(server.address("/token")));
  }

  static ClientProof secret() {
    return new ClientProof.ClientSecret(new SecretSource.Given(SECRET), null);
  }

  /** The rules for client credentials with a secret. */
  static OAuthRules credentials(TokenServer server) {
    return rules(endpoint(server), secret(), new Grant.ClientCredentials());
  }

  AccountTokens tokens(OAuthRules rules) {
    return new AccountTokens(
        cache,
        rules,
        new TokenServerAccess(
            new HttpsClients(new AnchorLoader(() -> "none"), clock),
            SecurityPolicy.builder()
                .anchors(new AnchorSource.GivenAnchors(List.of(ROOT.certificate())))
                .build(),
            DirectConnector.ofPlatform(),
            news::add));
  }

  /** Returns a token of the account, or the refusal. */
  Outcome<String> token(OAuthRules rules) {
    try {
      return Outcome.of(tokens(rules).token(USER, MAIL));
    } catch (IOException e) {
      return Outcome.refused(Refusal.in(e).orElseThrow(() -> new AssertionError(e)));
    }
  }

  /** Returns the code of the refusal. */
  String refused(OAuthRules rules) {
    return token(rules).refusal().orElseThrow().code();
  }
}
