package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModernProfileTest {
  private static final String PROFILE = "mail.imaps.security.profile";
  private static final String PIN =
      "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final SecurityPolicy TLS_1_3 =
      SecurityPolicy.builder().versions(Set.of(TlsVersion.TLS_1_3)).build();

  @ParameterizedTest
  @ValueSource(strings = {PROFILE, "mail.imap.security.profile", "mail.security.profile"})
  void modernLeavesTls13Only(String key) {
    assertEquals(Set.of(TlsVersion.TLS_1_3), Sessions.policy(key, "modern").tls().versions());
    assertEquals(SecurityPolicy.builder().build(), Sessions.policy(key, "rfc8314"));
    assertEquals(SecurityPolicy.builder().build(), Sessions.policy(key, "modern-dry-run"));
  }

  @Test
  void anotherNameMayKeepTheOtherProfile() {
    assertEquals(
        SecurityPolicy.builder().build(),
        Sessions.policy("mail.security.profile", "modern", PROFILE, "rfc8314"));
  }

  @Test
  void whatAsksForMoreCountsBesideModern() {
    SecurityPolicy policy =
        Sessions.policy(
            PROFILE,
            "modern",
            "mail.imaps.security.key-exchange",
            "post-quantum",
            "mail.imaps.security.oldest-tls",
            "TLSv1.3",
            "mail.imaps.security.tls12-safeguards",
            "required",
            "mail.imaps.security.minimum-level",
            "authenticated");

    assertEquals(KeyExchange.POST_QUANTUM, policy.tls().keyExchange());
    assertEquals(Set.of(TlsVersion.TLS_1_3), policy.tls().versions());
    assertEquals(
        TLS_1_3, Sessions.policy(PROFILE, "modern", "mail.imaps.security.policy", TLS_1_3));
  }

  /** Settings that ask for less than the profile, the one that contradicts it first. */
  record Less(List<Object> keysAndValues) {
    Less(Object... keysAndValues) {
      this(List.of(keysAndValues));
    }

    Object[] all() {
      return keysAndValues.toArray();
    }

    Object[] with(String profile) {
      return Stream.concat(Stream.of(PROFILE, profile), keysAndValues.stream()).toArray();
    }
  }

  static List<Less> less() {
    return List.of(
        new Less("mail.imaps.security.oldest-tls", "TLSv1.2"),
        new Less("mail.security.oldest-tls", "TLSv1.2"),
        new Less("mail.imaps.security.tls12-safeguards", "report"),
        new Less("mail.imaps.security.minimum-level", "none"),
        new Less(
            "mail.imaps.security.minimum-level",
            "encrypted",
            "mail.imaps.security.account-pin",
            PIN),
        new Less("mail.imaps.security.policy", SecurityPolicy.builder().build()),
        new Less(
            "mail.imaps.security.client-certificate-also-over", "TLSv1.2",
            "mail.imaps.security.client-certificate", "me.p12",
            "mail.imaps.security.client-certificate-for", "joe@imap.example.org:993"));
  }

  @ParameterizedTest
  @MethodSource("less")
  void whatAsksForLessIsAProblemBesideModern(Less less) {
    SettingProblem problem = Sessions.problems(less.with("modern")).get(0);

    assertEquals(less.keysAndValues().get(0), problem.key());
    assertEquals("remove it, or set " + PROFILE + "=rfc8314", problem.remedy());
  }

  @ParameterizedTest
  @MethodSource("less")
  void theDryRunChangesNoPolicyAndReportsTheSameProblem(Less less) {
    AccountConfig without = Sessions.legible(ProtocolName.IMAPS, less.all());
    AccountConfig tried = Sessions.legible(ProtocolName.IMAPS, less.with("modern-dry-run"));

    assertEquals(without.policy(), tried.policy());
    assertEquals(without.notes(), tried.notes());
    assertNull(without.dryRun());
    assertEquals(
        Sessions.problems(less.with("modern")).get(0),
        Objects.requireNonNull(tried.dryRun()).contradictions().get(0));
  }

  @Test
  void aPolicyObjectBelowAVerifiedServerIsAProblem() {
    SecurityPolicy none =
        SecurityPolicy.builder()
            .versions(Set.of(TlsVersion.TLS_1_3))
            .dangerouslyWithoutMinimum()
            .build();
    assertEquals(
        "mail.imaps.security.policy",
        Sessions.problems(PROFILE, "modern", "mail.imaps.security.policy", none).get(0).key());
    assertEquals(ConfidentialityLevel.NONE, none.minimumLevel());
  }

  private static ConnectionSecurity connection(TlsVersion version) {
    NegotiatedTls tls =
        new NegotiatedTls(version, "TLS_AES_128_GCM_SHA256", null, Handshake.FULL, Set.of(), null);
    return new ConnectionSecurity.Unauthenticated(
        MailService.IMAPS,
        new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED),
        tls,
        new TlsStartRefusal.StarttlsInjection());
  }

  @Test
  void theProfileObjectsToTls12AndToSettings() {
    ModernProfile clean = new ModernProfile(List.of());
    ModernProfile contradicted =
        new ModernProfile(List.of(new SettingProblem("mail.a", "asks for less", "remove it")));

    assertEquals(Optional.empty(), clean.objection(connection(TlsVersion.TLS_1_3)));
    assertEquals(
        Optional.of("tls-version"),
        clean.objection(connection(TlsVersion.TLS_1_2)).map(Refusal::code));
    assertEquals(
        Optional.of("unsafe-settings"),
        contradicted.objection(connection(TlsVersion.TLS_1_3)).map(Refusal::code));
    ConnectionSecurity clear =
        new ConnectionSecurity.Unjudged(
            MailService.IMAP, connection(TlsVersion.TLS_1_3).endpoint());
    assertEquals(Optional.of("unsafe-settings"), contradicted.objection(clear).map(Refusal::code));
  }
}
