package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.ProviderError;
import io.github.mailclad.fixtures.oauth.TokenDovecot;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Endpoints of Camel that log in at Dovecot by OAuth: all settings are options of the URI, and
 * Dovecot asks the issuer about each token.
 */
class CamelOAuthIT {
  private static final String USER = "alice@example.org";
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-6ac2";

  private final Issued root = CertificateBuilder.root("Test Root");
  private final Issued certificate =
      CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(root);
  private final TokenIssuer issuer =
      TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), certificate);

  private @Nullable TokenDovecot started;

  @BeforeEach
  void start() {
    issuer.register(OAuthClient.withSecret("camel", SECRET));
    started = TokenDovecot.start(issuer, root, certificate, USER);
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    issuer.close();
  }

  private TokenDovecot dovecot() {
    return Objects.requireNonNull(started);
  }

  /** The URI of an endpoint with a user, and without a password. */
  private String uri(String protocol, int port, Path anchors) {
    String prefix = "mail." + protocol + ".security.";
    return "%s://localhost:%d?username=%s&%strust-anchors=RAW(%s)&%soauth-issuer=RAW(%s)&%soauth-client-id=camel&%soauth-client-secret=RAW(%s)"
        .formatted(
            protocol, port, USER, prefix, anchors, prefix, issuer.issuer(), prefix, prefix, SECRET);
  }

  private Path anchors(Path folder) throws Exception {
    return Files.writeString(folder.resolve("authority.pem"), root.pem());
  }

  private static void send(DefaultCamelContext context, String uri) throws Exception {
    try (ProducerTemplate producer = context.createProducerTemplate()) {
      producer.sendBodyAndHeaders(
          uri, "Hello", Map.of("From", USER, "To", "bob@example.net", "Subject", "By Camel"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void aConsumerReadsWithAToken(String protocol, @TempDir Path folder) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      try (ConsumerTemplate consumer = context.createConsumerTemplate()) {
        String uri = uri(protocol + "s", dovecot().port(protocol), anchors(folder));
        Exchange read = Objects.requireNonNull(consumer.receive(uri, 20_000));
        assertEquals("Hello", read.getMessage().getHeader("Subject"));
        consumer.doneUoW(read);
      }
    }
    dovecot().awaitLogin("OAUTHBEARER");
    assertEquals(1, issuer.tokenRequests().size());
    System.out.printf("oauth, Apache Camel, %s at Dovecot: 1 login, 0 failed%n", protocol);
  }

  @Test
  void aProducerSubmitsWithAToken(@TempDir Path folder) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      String uri = uri("smtps", dovecot().port("submission"), anchors(folder));
      send(context, uri);
      send(context, uri);
    }
    assertEquals(2, dovecot().submitted().size());
    assertEquals(List.of("bob@example.net"), dovecot().submitted().get(0).recipients());
    dovecot().awaitLogin("OAUTHBEARER");
    assertEquals(2, dovecot().confirmations());
    assertEquals(1, issuer.tokenRequests().size());
    System.out.println("oauth, Apache Camel, submission at Dovecot: 2 logins, 0 failed");
  }

  @Test
  void aTokenThatIsNotGivenReachesNoServer(@TempDir Path folder) throws Exception {
    issuer.nextToken(ProviderError.KEYCLOAK_SECRET_WRONG);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      String uri = uri("smtps", dovecot().port("submission"), anchors(folder));
      Exception failure = assertThrows(Exception.class, () -> send(context, uri));
      String code = Refusal.in(failure).map(Refusal::code).orElse("");
      assertTrue(code.startsWith("oauth-"), failure::toString);
    }
    assertEquals(0, dovecot().confirmations());
    assertEquals(List.of(), dovecot().submitted());
  }
}
