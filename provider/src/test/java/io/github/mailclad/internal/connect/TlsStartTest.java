package io.github.mailclad.internal.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.Server;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsStartTest {

  @ParameterizedTest
  @CsvSource({
    "IMAPS, IMPLICIT, imaps, 993",
    "IMAPS, STARTTLS, imap, 143",
    "POP3S, IMPLICIT, pop3s, 995",
    "POP3S, STARTTLS, pop3, 110",
    "SUBMISSIONS, IMPLICIT, submissions, 465",
    "SUBMISSIONS, STARTTLS, submission, 587"
  })
  @Requirement(
      value = {"D-3.3-4", "P-IMAP-1"},
      heldBy = {"NamedServer", "MailService"})
  void theServiceOfAPlanFollowsTheTlsStart(
      MailService implicit, TlsStart start, String srvLabel, int port) {
    Server server =
        NamedServer.of("any", implicit, "mail.example.org", Optional.empty(), "the service")
            .server(SecurityPolicy.builder().tlsStart(start).build())
            .get();

    assertEquals(srvLabel, server.service().srvLabel());
    assertEquals(start, server.service().tlsStart());
    assertEquals(port, server.endpoint().port());
  }

  @Test
  void aNumberAbove65535IsNotAPort() {
    NamedServer named =
        NamedServer.of(
            "imap", MailService.IMAPS, "mail.example.org", Optional.of(70_000), "the application");

    assertEquals(
        List.of("port 70000: is not a port; use a port from 1 to 65535"),
        named.server(SecurityPolicy.builder().build()).refusal().orElseThrow().details());
    assertEquals(Optional.empty(), named.endpoint(MailService.IMAPS));
  }
}
