package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of Camel that log in by OAuth: all settings are options of the URI. */
class CamelOAuthTest {
  private static final String USER = "alice@example.org";
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-6ac2";

  @TempDir Path folder;

  private final Issued root = CertificateBuilder.root("Test Root");
  private final Issued certificate = CertificateBuilder.server().dns("localhost").issuedBy(root);

  private TokenIssuer issuer() {
    TokenIssuer issuer = TokenIssuer.start(IssuerRules.of(IssuerKind.KEYCLOAK, USER), certificate);
    issuer.register(OAuthClient.withSecret("camel", SECRET));
    return issuer;
  }

  private Account account(int port) throws Exception {
    Path anchors = Files.writeString(folder.resolve("authority.pem"), root.pem());
    return new Account("localhost", port, USER, "", anchors);
  }

  private static String uri(String protocol, int port, TokenIssuer issuer) {
    String prefix = "mail." + protocol + ".security.oauth-";
    return "%s://localhost:%d?username=%s&%sissuer=RAW(%s)&%sclient-id=camel&%sclient-secret=RAW(%s)"
        .formatted(protocol, port, USER, prefix, issuer.issuer(), prefix, prefix, SECRET);
  }

  private static void assertToken(List<Login> logins, String mechanism, TokenIssuer issuer) {
    assertEquals(mechanism, logins.get(0).mechanism());
    assertEquals(USER, issuer.userOf(logins.get(0).secret()).orElseThrow());
    assertEquals(1, issuer.tokenRequests().size());
  }

  @Test
  void aProducerSubmitsWithAToken() throws Exception {
    SmtpDialogue dialogue = new SmtpDialogue().mechanisms("PLAIN", "XOAUTH2").requiringLogin();
    try (TokenIssuer issuer = issuer();
        TlsFront server = TlsFront.builder().certificate(certificate).dialogue(dialogue).start();
        SystemProperty anchors = SystemProperty.anchors(account(server.port()));
        DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      try (ProducerTemplate producer = context.createProducerTemplate()) {
        producer.sendBodyAndHeaders(
            uri("smtps", server.port(), issuer),
            "Hello",
            Map.of("From", USER, "To", "bob@example.org", "Subject", "A message"));
      }
      assertEquals(1, dialogue.messages().size());
      assertToken(dialogue.logins(), "XOAUTH2", issuer);
    }
  }

  @Test
  void aConsumerReadsWithAToken() throws Exception {
    ImapDialogue dialogue = new ImapDialogue().mechanisms("PLAIN", "OAUTHBEARER");
    try (TokenIssuer issuer = issuer();
        TlsFront server = TlsFront.builder().certificate(certificate).dialogue(dialogue).start();
        SystemProperty anchors = SystemProperty.anchors(account(server.port()));
        DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      try (ConsumerTemplate consumer = context.createConsumerTemplate()) {
        consumer.receive(uri("imaps", server.port(), issuer), 5_000);
      }
      assertToken(dialogue.logins(), "OAUTHBEARER", issuer);
    }
  }
}
