package io.github.mailclad.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Service;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * STARTTLS by {@code tls-start=starttls}: always required, and nothing but the permitted commands
 * in the clear. What can go wrong is in {@code it.hostile}.
 */
class StarttlsIT {
  private final World world = new World();

  @ParameterizedTest
  @CsvSource({"imap, IMAP", "pop3, POP3", "submission, SUBMISSION", "smtp, SUBMISSION"})
  @Requirement(
      value = {"D-3.3-4", "P-IMAP-1"},
      heldBy = "StarttlsPreamble")
  void logsInOnlyAfterTlsWasStarted(String protocol, MailService service) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.EXPECT_STARTTLS).start()) {
      try (Service connected = world.connect(protocol, starttls(protocol, server))) {
        ConnectionSecurity security =
            ((SecuredService) connected).connectionSecurity().orElseThrow();
        assertEquals(service, security.service());
      }
      server.recorder().awaitEnds(Duration.ofSeconds(5));
      byte[] clear = server.recorder().clientClear();
      assertEquals(List.of(), world.sentinels.foundIn(clear));
      assertTrue(
          List.of("STARTTLS", "STLS", "EHLO").containsAll(world.sentinels.commandsIn(clear)));
      assertTrue(!world.sentinels.foundIn(server.recorder().clientPlain()).isEmpty());
    }
  }

  private Properties starttls(String protocol, TlsFront server) {
    Properties properties = world.trusting(protocol, server);
    properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
    return properties;
  }
}
