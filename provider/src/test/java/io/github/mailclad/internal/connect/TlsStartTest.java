package io.github.mailclad.internal.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
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
      heldBy = {"ConnectionPlanner", "MailService"})
  void theServiceOfAPlanFollowsTheTlsStart(
      MailService implicit, TlsStart start, String srvLabel, int port) {
    Wish wish =
        new Wish("any", implicit, "mail.example.org", -1, "the service's registered port", "");
    Planning.Planned planned =
        assertInstanceOf(
            Planning.Planned.class,
            ConnectionPlanner.plan(wish, SecurityPolicy.builder().tlsStart(start).build()));

    assertEquals(srvLabel, planned.plan().service().srvLabel());
    assertEquals(start, planned.plan().service().tlsStart());
    assertEquals(port, planned.plan().endpoint().port());
  }
}
