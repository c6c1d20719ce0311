package io.github.mailclad.it.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.it.World;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * EXTERNAL on all three protocols: the exchange itself. Where the certificate goes is the matter of
 * another package.
 */
class ExternalIT {
  private static final Map<String, Object> EXTERNAL =
      Map.of("security.auth-mechanisms", "EXTERNAL");

  private final World world = new World();
  private final Issued authority = CertificateBuilder.root("Client Root");
  private final Issued card = CertificateBuilder.client().issuedBy(authority);

  static List<String> protocols() {
    return LoginRun.PROTOCOLS;
  }

  private static ScriptedServer<?> accepting(String protocol) {
    return LoginRun.server(protocol)
        .mechanisms("PLAIN", "EXTERNAL")
        .mechanism(
            "EXTERNAL", exchange -> Optional.of(new Login("EXTERNAL", exchange.askText(""), "")));
  }

  private LoginRun login(String protocol, ScriptedServer<?> server, Map<String, Object> settings) {
    Map<String, Object> own = new HashMap<>(settings);
    own.put(
        "security.client-certificate",
        new KeyStore.PrivateKeyEntry(card.key(), card.chain().toArray(new X509Certificate[0])));
    own.put("user", world.sentinels.user());
    return LoginRun.asking(world, protocol, server, own, authority);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"P-SASL-5", "D-5.5-5"},
      heldBy = "LoginChoice")
  void withoutAClientCertificateOnTheConnectionItIsNotTried(String protocol) {
    LoginRun run = LoginRun.of(world, protocol, accepting(protocol), EXTERNAL);
    assertEquals("client-certificate-not-sent", run.code());
    assertEquals(List.of(), run.attempts());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"P-SASL-4", "X-12"},
      heldBy = "LoginChoice")
  void aServerThatDoesNotOfferItGetsNoPassword(String protocol) {
    LoginRun run = LoginRun.of(world, protocol, LoginRun.server(protocol), EXTERNAL);
    assertEquals("mechanism-unavailable", run.code());
    assertEquals(List.of(), run.attempts());
    assertEquals(List.of(), world.sentinels.foundIn(run.sent().getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(
      value = {"P-SASL-1", "P-SASL-3", "P-POP-3", "D-5.5-5", "X-11", "X-13"},
      heldBy = {"ExternalExchange", "RetrievalFraming", "SubmissionFraming"})
  void theFirstMessageIsEmptyUnlessAnIdentityIsConfigured(String protocol) {
    String command = protocol.equals("imaps") ? "AUTHENTICATE EXTERNAL " : "AUTH EXTERNAL ";
    LoginRun plain = login(protocol, accepting(protocol), EXTERNAL);
    assertNull(plain.failure());
    assertEquals(List.of(command + "="), plain.attempts());

    Map<String, Object> shared = new HashMap<>(EXTERNAL);
    shared.put("sasl.authorizationid", "shared-mailbox");
    LoginRun other = login(protocol, accepting(protocol), shared);
    assertNull(other.failure());
    assertEquals(
        List.of(command + Base64.getEncoder().encodeToString("shared-mailbox".getBytes(UTF_8))),
        other.attempts());
    assertEquals("shared-mailbox", other.logins().get(0).user());
  }

  @Test
  @Requirement(value = "P-SASL-1", heldBy = "SaslConversation")
  void withoutInitialResponsesTheEmptyMessageIsAnEmptyLine() {
    LoginRun run =
        login("imaps", accepting("imaps").capabilities("IMAP4rev1", "AUTH=EXTERNAL"), EXTERNAL);
    assertNull(run.failure());
    assertEquals(List.of("AUTHENTICATE EXTERNAL"), run.attempts());
    assertTrue(run.commands().contains(""), run::toString);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  @Requirement(value = "P-SASL-2", heldBy = "ExternalExchange")
  void aSecondChallengeIsCancelled(String protocol) {
    ScriptedServer<?> asking =
        LoginRun.server(protocol)
            .mechanisms("EXTERNAL", "PLAIN")
            .mechanism(
                "EXTERNAL",
                exchange -> {
                  exchange.askText("");
                  return Optional.of(new Login("EXTERNAL", exchange.askText("more"), ""));
                });
    LoginRun run = login(protocol, asking, EXTERNAL);
    assertTrue(String.valueOf(run.failure()).contains("[sasl-violation]"), run::toString);
    assertTrue(run.commands().contains("*"), run::toString);
    assertEquals(1, run.attempts().size());
    assertEquals(List.of(), run.logins());
  }
}
