package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.config.ProtocolName;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServiceTest {
  @ParameterizedTest
  @EnumSource
  void everyProtocolHasAServiceForEachTlsStart(MailProtocol protocol) {
    for (TlsStart start : TlsStart.values()) {
      MailService service = MailService.of(protocol, start);
      assertEquals(protocol, service.protocol());
      assertEquals(start, service.tlsStart());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherTlsStartKeepsTheProtocol(MailService service) {
    for (TlsStart start : TlsStart.values()) {
      assertEquals(service.protocol(), service.with(start).protocol());
    }
    assertEquals(service, service.with(service.tlsStart()));
  }

  @ParameterizedTest
  @EnumSource
  void theProtocolIsKnownByEveryNameThatIsServed(ProtocolName name) {
    assertEquals(Optional.of(name.protocol()), MailProtocol.named(name.text()));
  }

  /** RFC 8314, section 7, whose registrations its successor leaves as they are. */
  @ParameterizedTest
  @CsvSource({
    "IMAPS, 993, imaps",
    "POP3S, 995, pop3s",
    "SUBMISSIONS, 465, submissions",
    "IMAP, 143, imap",
    "POP3, 110, pop3",
    "SUBMISSION, 587, submission"
  })
  @Requirement(
      value = {"D-7.1-1", "D-7.2-1", "D-7.3-1", "B-3-1"},
      heldBy = "MailService")
  void portsAndNamesAreTheRegisteredOnes(MailService service, int port, String name) {
    assertEquals(port, service.defaultPort());
    assertEquals(name, service.srvLabel());
  }

  @ParameterizedTest
  @ValueSource(strings = {"IMAPS", "smtp ", "nntp", "lmtp", ""})
  void otherNamesAreNoProtocol(String name) {
    assertTrue(MailProtocol.named(name).isEmpty());
  }
}
