package io.github.mailclad.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.check.ProviderCheck.ProviderClass;
import io.github.mailclad.internal.config.ProtocolName;
import jakarta.mail.Session;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProviderCheckTest {
  @Test
  void everyProtocolNameIsChecked() {
    assertEquals(
        Arrays.stream(ProtocolName.values()).map(ProtocolName::text).toList(),
        ProviderCheck.of(Session.getInstance(new Properties())).providers().stream()
            .map(ProviderClass::protocol)
            .toList());
  }
}
