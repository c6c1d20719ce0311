package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.WebSearch.Kinds;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.dns.Validation;
import io.github.mailclad.refusal.SettingProblem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LookupSettingsTest {

  @Test
  void nothingSaidMeansThatNothingIsLookedUpForANamedServer() {
    AccountConfig reading = Sessions.legible(ProtocolName.IMAP);

    assertNull(reading.policy().trust().dane());
    assertEquals(
        new LookupRules(
            new DnsSource.NotConfigured(),
            Set.of(),
            SrvUse.ONCE,
            UserNames.ADDRESS_THEN_LOCAL_PART,
            Kinds.SRV,
            /* directory= */ null),
        reading.lookups());
  }

  @Test
  void theSourcesOfServersAreRead() {
    LookupRules rules =
        Sessions.legible(
                ProtocolName.IMAP,
                "mail.imap.security.discovery",
                "all",
                "mail.security.discovery-directory",
                "https://directory.example/v1.1/")
            .lookups();
    assertEquals(Kinds.ALL, rules.kinds());
    assertEquals(URI.create("https://directory.example/v1.1/"), rules.directory());
    assertEquals(
        Kinds.SRV_PACC,
        Sessions.legible(ProtocolName.IMAP, "mail.imap.security.discovery", "srv-pacc")
            .lookups()
            .kinds());
  }

  @Test
  void aDirectoryThatIsNotAskedIsAProblem() {
    String key = "mail.imaps.security.discovery-directory";
    assertEquals(
        List.of(key),
        Sessions.problems(key, "https://directory.example/").stream()
            .map(SettingProblem::key)
            .toList());
  }

  @Test
  void modeAndUsagesOfDaneAreRead() {
    assertEquals(
        DanePolicy.of(DanePolicy.Mode.REQUIRE),
        Sessions.legible(ProtocolName.IMAP, "mail.imap.security.dane", "require")
            .policy()
            .trust()
            .dane());
    assertEquals(
        DanePolicy.of(DanePolicy.Mode.AUDIT_ONLY),
        Sessions.legible(ProtocolName.IMAP, "mail.security.dane", "Audit-Only")
            .policy()
            .trust()
            .dane());
    assertEquals(
        DanePolicy.of(DanePolicy.Mode.PREFER)
            .accepting(Set.of(TlsaUsage.PKIX_EE, TlsaUsage.DANE_EE)),
        Sessions.legible(ProtocolName.IMAP, "mail.imap.security.dane-usages", "PKIX-EE, dane-ee")
            .policy()
            .trust()
            .dane());
  }

  @Test
  void serversHaveAddressesAndPossiblyPorts() throws Exception {
    assertEquals(
        List.of(
            address("192.0.2.1", 53),
            address("192.0.2.2", 5353),
            address("2001:db8::1", 53),
            address("2001:db8::2", 5353)),
        source("dns-servers", "192.0.2.1 192.0.2.2:5353,2001:db8::1, [2001:db8::2]:5353")
            .servers());
    assertEquals(List.of(), source("dns-servers", "system").servers());
  }

  @Test
  void anchorsAreAFile() {
    assertEquals(Path.of("root.anchors"), source("dns-anchors", "root.anchors").anchors());
  }

  @Test
  @Requirement(
      value = {"S-40", "N-48"},
      heldBy = "LookupSettings")
  void onlyAServerOnThisMachineIsTrustedToValidate() throws Exception {
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAP,
            "mail.security.dns-validation",
            "by-server",
            "mail.security.dns-servers",
            "127.0.0.1, [::1]:5353");

    assertEquals(
        new DnsSource.Servers(
            List.of(address("127.0.0.1", 53), address("::1", 5353)), Validation.BY_SERVER, null),
        reading.lookups().source());
    for (String servers : List.of("system", "192.0.2.1", "127.0.0.1 192.0.2.1")) {
      assertEquals(
          List.of("mail.security.dns-validation"),
          Sessions.problems(
                  "mail.security.dns-validation", "by-server", "mail.security.dns-servers", servers)
              .stream()
              .map(SettingProblem::key)
              .toList(),
          servers);
    }
  }

  @Test
  void confirmedTargetsAreHostNamesInALabels() {
    assertEquals(
        Set.of("imap.hoster.example", "xn--caf-dma.example"),
        Sessions.legible(
                ProtocolName.IMAP,
                "mail.imap.security.confirmed-targets",
                "IMAP.hoster.example., caf\u00e9.example")
            .lookups()
            .confirmedTargets());
  }

  @Test
  void srvUseAndUserNamesAreRead() {
    LookupRules rules =
        Sessions.legible(
                ProtocolName.IMAP,
                "mail.imap.security.srv-lookup",
                "follow-secure",
                "mail.imap.security.discovered-user",
                "address")
            .lookups();

    assertEquals(SrvUse.FOLLOW_SECURE, rules.srvUse());
    assertEquals(UserNames.ADDRESS, rules.userNames());
  }

  @Test
  void aResolverOfTheApplicationsTakesThePlaceOfServers() {
    Silent resolver = new Silent();

    assertEquals(
        new DnsSource.OwnResolver(resolver),
        Sessions.legible(ProtocolName.IMAP, "mail.security.resolver", resolver).lookups().source());
    assertEquals(
        List.of("mail.security.dns-servers"),
        Sessions.problems(
                "mail.security.resolver", resolver, "mail.security.dns-servers", "127.0.0.1")
            .stream()
            .map(SettingProblem::key)
            .toList());
  }

  static Stream<List<String>> badValues() {
    return Stream.of(
        List.of("dane", "on"),
        List.of("dane", "true"),
        List.of("dane-usages", "4"),
        List.of("dane-usages", ""),
        List.of("confirmed-targets", "not a host!"),
        List.of("confirmed-targets", "192.0.2.1"),
        List.of("confirmed-targets", ""),
        List.of("srv-lookup", "always"),
        List.of("discovered-user", "local-part"),
        List.of("discovery", "autoconfig"),
        List.of("discovery", ""),
        List.of("discovery-directory", "http://directory.example/"),
        List.of("discovery-directory", "directory.example"),
        List.of("discovery-directory", "https://directory.example"),
        List.of("discovery-directory", "https://directory.example/?domain="),
        List.of("discovery-directory", "https://alice@directory.example/"),
        List.of("dns-servers", "ns.example.org"),
        List.of("dns-servers", "192.0.2.1:0"),
        List.of("dns-servers", "192.0.2.1:65536"),
        List.of("dns-servers", "[2001:db8::1"),
        List.of("dns-servers", " "),
        List.of("dns-validation", "none"),
        List.of("dns-validation", "off"),
        List.of("dns-anchors", ""),
        List.of("resolver", "dnsjava"));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void whatIsNoValueIsAProblem(List<String> setting) {
    String key = "mail.imaps.security." + setting.get(0);

    assertEquals(
        List.of(key),
        Sessions.problems(key, setting.get(1)).stream().map(SettingProblem::key).toList());
  }

  private static DnsSource.Servers source(String key, String value) {
    return (DnsSource.Servers)
        Sessions.legible(ProtocolName.IMAP, "mail.security." + key, value).lookups().source();
  }

  private static InetSocketAddress address(String address, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  /** Knows nothing. */
  private static final class Silent implements SecureResolver {
    @Override
    public CompletionStage<Answer<SrvRecord>> srv(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv4(String host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Answer<InetAddress>> ipv6(String host) {
      throw new UnsupportedOperationException();
    }
  }
}
