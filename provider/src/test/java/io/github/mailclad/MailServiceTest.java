package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.internal.config.ProtocolName;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
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

  @ParameterizedTest
  @ValueSource(strings = {"IMAPS", "smtp ", "nntp", "lmtp", ""})
  void otherNamesAreNoProtocol(String name) {
    assertTrue(MailProtocol.named(name).isEmpty());
  }
}
