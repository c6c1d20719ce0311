package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Host;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyObjectTest {
  private static final String KEY = "mail.imaps.security.policy";
  private static final String PIN =
      "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  /** Everything that a policy may hold beside a lowered level, and nothing as by default. */
  private static SecurityPolicy.Builder narrow() {
    return SecurityPolicy.builder()
        .tlsStart(TlsStart.STARTTLS)
        .versions(Set.of(TlsVersion.TLS_1_3))
        .cipherSuites(TlsRules.CIPHER_SUITES.subList(0, 2))
        .anchors(new AnchorSource.AnchorFile(Path.of("ca.pem"), null))
        .pins(Set.of(Pin.parse("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")))
        .requiredSafeguards(EnumSet.allOf(TlsSafeguard.class))
        .handshakeTimeout(Duration.ofSeconds(7))
        .loginTimeout(Duration.ofSeconds(8))
        .revocation(
            new RevocationPolicy(
                RevocationPolicy.Requirement.HARD,
                new RevocationPolicy.NoCrls(),
                RevocationPolicy.Fetch.OCSP,
                Duration.ofSeconds(3)))
        .clientIdentity(
            new ClientIdentity(
                new ClientIdentity.KeySource.KeyFile(Path.of("me.p12"), null, null),
                new ClientIdentity.BoundAccount("joe", Host.of("imap.example.org"), 993),
                Set.of()))
        .keyExchange(KeyExchange.POST_QUANTUM)
        .tlsProvider(TlsProvider.CONSCRYPT)
        .dane(DanePolicy.of(DanePolicy.Mode.REQUIRE));
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  void aPolicyIsTakenAsItIsUnderEveryNameAndForTheSession(ProtocolName protocol) {
    SecurityPolicy policy = narrow().build();
    Stream.concat(protocol.propertyNames().stream().map(name -> name + "."), Stream.of(""))
        .map(name -> "mail." + name + "security.policy")
        .forEach(
            key -> {
              AccountConfig reading = Sessions.legible(protocol, key, policy);
              assertEquals(policy, reading.policy(), key);
              assertEquals(List.of(), reading.notes(), key);
            });
  }

  @Test
  void theFirstNameCountsAndAnotherPolicyIsNoted() {
    SecurityPolicy policy = narrow().build();
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAP,
            "mail.imap.security.policy",
            policy,
            "mail.security.policy",
            SecurityPolicy.builder().build());

    assertEquals(policy, reading.policy());
    assertEquals(
        List.of("mail.imap.security.policy counts; mail.security.policy says otherwise"),
        reading.notes());
  }

  @Test
  void angusPropertiesNarrowAPolicyToo() {
    SecurityPolicy policy =
        Sessions.policy(
            KEY,
            SecurityPolicy.builder().cipherSuites(TlsRules.CIPHER_SUITES.subList(1, 9)).build(),
            "mail.imaps.ssl.protocols",
            "TLSv1.3",
            "mail.imaps.ssl.ciphersuites",
            "TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384");

    assertEquals(Set.of(TlsVersion.TLS_1_3), policy.tls().versions());
    assertEquals(List.of("TLS_AES_256_GCM_SHA384"), policy.tls().cipherSuites());
    assertEquals(
        List.of("mail.imaps.ssl.enable"),
        keys(KEY, narrow().build(), "mail.imaps.ssl.enable", "true"));
  }

  /** A lowered policy, and its level. */
  static List<SecurityPolicy> lowered() {
    return List.of(
        SecurityPolicy.builder().dangerouslyWithoutMinimum().build(),
        SecurityPolicy.builder()
            .pins(Set.of(Pin.parse("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")))
            .dangerouslyAccepting(AccountPin.parse(PIN))
            .build());
  }

  @ParameterizedTest
  @MethodSource("lowered")
  @Requirement(
      value = {"D-2-1", "D-5.3-4"},
      heldBy = "PolicyReader")
  void aLoweredLevelCountsUnderTheUsedNameOnly(SecurityPolicy lowered) {
    for (ProtocolName protocol : ProtocolName.values()) {
      for (String name : protocol.propertyNames()) {
        AccountConfig reading =
            Sessions.legible(protocol, "mail." + name + ".security.policy", lowered);
        if (name.equals(protocol.text())) {
          assertEquals(lowered, reading.policy());
          assertEquals(List.of(), reading.notes());
        } else {
          assertEquals(lowered.toBuilder().authenticated().build(), reading.policy());
          assertEquals(ConfidentialityLevel.AUTHENTICATED, reading.policy().minimumLevel());
          assertEquals(
              List.of(
                  "the minimum level in mail.%s.security.policy does not apply to %s"
                      .formatted(name, protocol.text())),
              reading.notes());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lowered")
  @Requirement(value = "D-2-1", heldBy = "PolicyReader")
  void aLoweredLevelForTheWholeSessionIsAProblem(SecurityPolicy lowered) {
    assertEquals(
        List.of(
            "mail.security.policy: would lower every account of the session; set it for the one"
                + " protocol that needs it: mail.imaps.security.policy"),
        problems("mail.security.policy", lowered));
    assertEquals(
        List.of("mail.security.policy"),
        keys("mail.security.policy", lowered, KEY, SecurityPolicy.builder().build()));
  }

  /** A single setting that a policy decides. */
  record Decided(String key, Object value) {}

  static List<Decided> decided() {
    return List.of(
        new Decided("minimum-level", "authenticated"),
        new Decided("minimum-level", "none"),
        new Decided("tls-start", "starttls"),
        new Decided("oldest-tls", "TLSv1.3"),
        new Decided("key-exchange", "any"),
        new Decided("tls-provider", "bctls"),
        new Decided("trust-anchors", "platform"),
        new Decided("trust-anchors-password", "secret"),
        new Decided("pins", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        new Decided("account-pin", PIN),
        new Decided("tls12-safeguards", "report"),
        new Decided("handshake-timeout", "7000"),
        new Decided("login-timeout", "8000"),
        new Decided("revocation", "hard"),
        new Decided("revocation-crls", "crls"),
        new Decided("revocation-fetch", "never"),
        new Decided("revocation-timeout", "100"),
        new Decided("client-certificate", "me.pem"),
        new Decided("client-certificate-key", "key.pem"),
        new Decided("client-certificate-password", "secret"),
        new Decided("client-certificate-alias", "me"),
        new Decided("client-certificate-for", "joe@imap.example.org"),
        new Decided("client-certificate-also-over", "starttls"),
        new Decided("dane", "off"),
        new Decided("dane-usages", "DANE-EE"));
  }

  @ParameterizedTest
  @MethodSource("decided")
  void aSingleSettingThatSaysTheSameIsAProblemThatNamesBoth(Decided single) {
    for (String prefix : List.of("mail.imaps.", "mail.imap.", "mail.")) {
      String key = prefix + "security." + single.key();
      List<String> problems = problems(KEY, narrow().build(), key, single.value());
      assertTrue(
          problems.contains(
              key + ": is decided by the policy in " + KEY + ", too; remove one of them"),
          problems::toString);
    }
  }

  @Test
  void aSingleSettingThatCannotGoWithThePolicyIsAProblemAndNoException() {
    SecurityPolicy old = SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_2)).build();
    assertEquals(
        List.of("mail.imaps.security.key-exchange"),
        keys(KEY, old, "mail.imaps.security.key-exchange", "post-quantum"));
    SecurityPolicy certificate = narrow().build();
    assertEquals(
        List.of("mail.imaps.security.account-pin", "mail.imaps.security.minimum-level"),
        keys(
            KEY,
            certificate,
            "mail.imaps.security.minimum-level",
            "encrypted",
            "mail.imaps.security.account-pin",
            PIN));
  }

  @Test
  void aClientCertificateIsNotForAnAcceptedServer() {
    SecurityPolicy pinned =
        SecurityPolicy.builder().dangerouslyAccepting(AccountPin.parse(PIN)).build();
    assertEquals(
        List.of("mail.imaps.security.client-certificate"),
        keys(
            KEY,
            pinned,
            "mail.imaps.security.client-certificate",
            "me.p12",
            "mail.imaps.security.client-certificate-for",
            "joe@imap.example.org:993"));
  }

  /** For every setting beside every policy: no exception, and no less protection. */
  @ParameterizedTest
  @MethodSource("decided")
  void noSettingBesideAPolicyIsAnExceptionOrLowersIt(Decided single) {
    SecurityPolicy.Builder old = SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_2));
    List<SecurityPolicy> policies =
        List.of(SecurityPolicy.builder().build(), narrow().build(), old.build(), lowered().get(1));
    for (SecurityPolicy policy : policies) {
      for (String prefix : List.of("mail.imaps.", "mail.imap.", "mail.")) {
        Object value = single.key().equals("key-exchange") ? "post-quantum" : single.value();
        ConfigReading reading =
            Sessions.read(
                ProtocolName.IMAPS,
                Sessions.with(KEY, policy, prefix + "security." + single.key(), value));
        boolean same =
            reading.config().policy().minimumLevel().equals(policy.minimumLevel())
                && reading.config().policy().trust().pins().equals(policy.trust().pins())
                && reading.config().policy().tls().equals(policy.tls());
        assertTrue(same || !reading.problems().isEmpty(), prefix + single.key());
      }
    }
  }

  @Test
  void everySettingStandsInTheTableOrBesideAPolicy() {
    Set<String> keys = new TreeSet<>();
    decided().forEach(single -> keys.add(single.key()));
    keys.addAll(
        List.of(
            "policy",
            "profile",
            "auth-mechanisms",
            "token-supplier",
            "oauth-provider",
            "oauth-tenant",
            "oauth-issuer",
            "oauth-token-endpoint",
            "oauth-client-id",
            "oauth-client-secret",
            "oauth-client-secret-file",
            "oauth-client-authentication",
            "oauth-private-key",
            "oauth-key-id",
            "oauth-refresh-token",
            "oauth-refresh-token-file",
            "oauth-rotated-token",
            "oauth-scope",
            "oauth-trust-anchors",
            "oauth-timeout",
            "confirmed-targets",
            "srv-lookup",
            "discovered-user",
            "discovery",
            "discovery-directory",
            "pipelining",
            "fetch-size",
            "early-login",
            "keep-connections",
            "dns-servers",
            "dns-validation",
            "dns-anchors",
            "resolver",
            "account-store",
            "listener",
            "setting-names"));
    Set<String> all = new TreeSet<>();
    SettingGroup.allKeys().forEach(key -> all.add(key.name()));
    assertEquals(all, keys);
  }

  @Test
  void whatAPolicyLeavesOpenASingleSettingDecides() {
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAPS,
            "mail.security.policy",
            SecurityPolicy.builder().handshakeTimeout(Duration.ofSeconds(7)).build(),
            "mail.imaps.security.tls-start",
            "starttls",
            "mail.imaps.security.dane",
            "require",
            "mail.imaps.security.client-certificate",
            "me.p12",
            "mail.imaps.security.client-certificate-for",
            "joe@imap.example.org:993",
            "mail.imaps.security.auth-mechanisms",
            "EXTERNAL");

    assertEquals(TlsStart.STARTTLS, reading.policy().tlsStart());
    assertEquals(DanePolicy.of(DanePolicy.Mode.REQUIRE), reading.policy().trust().dane());
    assertEquals("joe", Objects.requireNonNull(reading.policy().clientIdentity()).binding().user());
    assertEquals(Duration.ofSeconds(7), reading.policy().timeouts().handshake());
    assertTrue(reading.login().needNoPassword());
  }

  @Test
  void theStoredPinStandsBesideAPolicyThatRequiresAnAuthenticatedServer() {
    Object[] stored = {
      KEY,
      SecurityPolicy.builder().build(),
      "mail.imaps.security.minimum-level",
      "encrypted",
      "mail.imaps.security.account-pin",
      "stored"
    };
    AccountConfig reading = Sessions.legible(ProtocolName.IMAPS, stored);
    assertEquals(AccountRules.Pins.STORED, reading.account().pins());
    assertEquals(ConfidentialityLevel.AUTHENTICATED, reading.policy().minimumLevel());

    for (SecurityPolicy lowered : lowered()) {
      stored[1] = lowered;
      assertEquals(
          List.of("mail.imaps.security.account-pin", "mail.imaps.security.minimum-level"),
          keys(stored));
    }
    stored[1] = narrow().build();
    assertEquals(List.of(KEY), keys(stored));
  }

  @Test
  void withoutAMinimumNothingOfAPolicyButDaneHasAnEffectWhichIsNoted() {
    SecurityPolicy.Builder none =
        SecurityPolicy.builder()
            .dangerouslyWithoutMinimum()
            .dane(DanePolicy.of(DanePolicy.Mode.PREFER));
    assertEquals(List.of(), Sessions.legible(ProtocolName.IMAPS, KEY, none.build()).notes());
    assertEquals(
        List.of("only minimum level and DANE of " + KEY + " have an effect with the level none"),
        Sessions.legible(ProtocolName.IMAPS, KEY, none.versions(Set.of(TlsVersion.TLS_1_3)).build())
            .notes());
    assertEquals(
        List.of(
            KEY
                + ": require needs a verified server, and minimum-level=none verifies none;"
                + " set its DANE mode to PREFER, or raise the level"),
        problems(
            KEY,
            SecurityPolicy.builder()
                .dangerouslyWithoutMinimum()
                .dane(DanePolicy.of(DanePolicy.Mode.REQUIRE))
                .build()));
  }

  @Test
  void whatIsNoPolicyIsAProblem() {
    assertEquals(
        List.of(KEY + ": the text there is not valid here; set it to: an object"),
        problems(KEY, "strict"));
    assertEquals(
        List.of(
            KEY
                + ": an object of io.github.mailclad.SecurityPolicy$Builder is not valid here;"
                + " set it to: an object"),
        problems(KEY, SecurityPolicy.builder()));
  }

  private static List<String> problems(Object... keysAndValues) {
    return Sessions.problems(keysAndValues).stream().map(SettingProblem::toString).toList();
  }

  private static List<String> keys(Object... keysAndValues) {
    return Sessions.problems(keysAndValues).stream().map(SettingProblem::key).sorted().toList();
  }
}
