package io.github.mailclad.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDomainTest {

  @ParameterizedTest
  @CsvSource({
    "alice@example.org, example.org",
    "alice@EXAMPLE.Org., example.org",
    "alice@caf\u00e9.example, xn--caf-dma.example",
    "alice@xn--caf-dma.example, xn--caf-dma.example",
    "a@b@example.org, example.org",
    "\"a@evil.example\"@example.org, example.org"
  })
  @Requirement(value = "S-29", heldBy = "ServiceSearch")
  void theDomainStandsBehindTheLastAt(String user, String domain) {
    assertEquals(domain, ServiceSearch.sourceDomain(user).get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "alice@",
        "@example.org",
        "@",
        "alice@[192.0.2.1]",
        "alice@[IPv6:2001:db8::1]",
        "alice@192.0.2.1",
        "alice@2001:db8::1"
      })
  @Requirement(value = "S-29", heldBy = "ServiceSearch")
  void aUserNameWithoutADomainNamesNoServer(String user) {
    assertEquals(
        Optional.of(new LookupRefusal.NoServerNamed(PeerText.of(user))),
        ServiceSearch.sourceDomain(user).refusal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@-example.org",
        "alice@example..org",
        "alice@exa mple.org",
        "alice@example.org\r\n",
        "alice@_imaps._tcp.example.org",
        "Alice <alice@example.org>",
        "alice@fa\u00df.example",
        "alice@0x7f000001.1.2.3.4.5",
        "alice@[::1"
      })
  void aNameThatIsNoDomainIsRefused(String user) {
    assertTrue(ServiceSearch.sourceDomain(user).refusal().isPresent());
  }

  @Test
  void aNameThatIsNoDomainIsAnInvalidHost() {
    assertInstanceOf(
        SettingsRefusal.InvalidHost.class,
        ServiceSearch.sourceDomain("alice@fa\u00df.example").refusal().orElseThrow());
  }
}
