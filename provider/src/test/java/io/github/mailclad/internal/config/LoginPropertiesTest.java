package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoginPropertiesTest {
  private static final OAuthTokenSupplier TOKENS = (user, endpoint) -> "token";

  /** Settings of imaps by what follows the protocol, and the mechanisms that they leave. */
  record Case(Map<String, Object> settings, List<AuthMechanism> left) {}

  private static Object[] under(ProtocolName protocol, Map<String, Object> settings) {
    return settings.entrySet().stream()
        .flatMap(e -> Stream.of("mail." + protocol.text() + "." + e.getKey(), e.getValue()))
        .toArray();
  }

  static List<Case> lists() {
    return List.of(
        new Case(Map.of(), AuthMechanism.BY_DEFAULT),
        new Case(Map.of("security.token-supplier", TOKENS), AuthMechanism.WITH_TOKENS),
        new Case(
            Map.of("security.auth-mechanisms", "plain, Scram-Sha-256"),
            List.of(AuthMechanism.PLAIN, AuthMechanism.SCRAM_SHA_256)),
        new Case(Map.of("auth.mechanisms", "LOGIN NTLM"), List.of(AuthMechanism.LOGIN)),
        new Case(
            Map.of(
                "sasl.enable", "true", "sasl.mechanisms", "EXTERNAL", "auth.mechanisms", "PLAIN"),
            List.of(AuthMechanism.EXTERNAL)),
        new Case(Map.of("sasl.mechanisms", "EXTERNAL"), AuthMechanism.BY_DEFAULT),
        new Case(Map.of("sasl.enable", "true"), AuthMechanism.BY_DEFAULT),
        new Case(
            Map.of("security.auth-mechanisms", "SCRAM-SHA-256 PLAIN", "auth.mechanisms", "PLAIN"),
            List.of(AuthMechanism.PLAIN)),
        new Case(
            Map.of("auth.plain.disable", "true"),
            List.of(
                AuthMechanism.SCRAM_SHA_512_PLUS,
                AuthMechanism.SCRAM_SHA_256_PLUS,
                AuthMechanism.SCRAM_SHA_512,
                AuthMechanism.SCRAM_SHA_256,
                AuthMechanism.LOGIN)),
        new Case(
            Map.of("security.token-supplier", TOKENS, "security.auth-mechanisms", "XOAUTH2 PLAIN"),
            List.of(AuthMechanism.XOAUTH2, AuthMechanism.PLAIN)));
  }

  @ParameterizedTest
  @MethodSource("lists")
  @Requirement(value = "P-SASL-4", heldBy = "LoginProperties")
  void theListsOfAngusNarrowOurs(Case each) {
    assertEquals(
        each.left(),
        Sessions.legible(ProtocolName.IMAPS, under(ProtocolName.IMAPS, each.settings()))
            .login()
            .mechanisms());
  }

  static List<Map<String, Object>> contradictions() {
    return List.of(
        Map.of("security.auth-mechanisms", "CRAM-MD5"),
        Map.of("security.auth-mechanisms", "PLAIN NTLM"),
        Map.of("security.auth-mechanisms", " "),
        Map.of("security.auth-mechanisms", new Object()),
        Map.of("security.token-supplier", "ya29.token"),
        Map.of("auth.mechanisms", "NTLM"),
        Map.of("sasl.enable", "true", "sasl.mechanisms", "DIGEST-MD5 CRAM-MD5"),
        Map.of("security.auth-mechanisms", "PLAIN", "auth.mechanisms", "LOGIN"),
        Map.of("auth.mechanisms", "PLAIN", "auth.plain.disable", "true"),
        Map.of("auth.plain.disable", "yes"),
        Map.of("auth.xoauth2.disable", "false"),
        Map.of("auth.mechanisms", "XOAUTH2 PLAIN"),
        Map.of("apop.enable", "true"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  @Requirement(
      value = {"P-SASL-4", "D-5.2-7"},
      heldBy = {"LoginProperties", "AngusProperties"})
  void whatCannotBeServedOrWouldWeakenIsRefusedByName(Map<String, Object> settings) {
    for (ProtocolName protocol : ProtocolName.values()) {
      Properties properties = Sessions.with(under(protocol, settings));
      assertTrue(
          Sessions.problems(protocol, properties).stream()
              .allMatch(p -> p.key().startsWith("mail." + protocol.text() + ".")),
          settings::toString);
    }
  }

  @Test
  void whatHasNoEffectIsNoted() {
    List<String> notes =
        Sessions.legible(
                ProtocolName.IMAPS,
                "mail.debug.auth.password",
                "true",
                "mail.imaps.sasl.mechanisms",
                "EXTERNAL",
                "mail.imaps.sasl.realm",
                "example.org",
                "mail.imaps.auth.mechanisms",
                "PLAIN NTLM")
            .notes();
    assertEquals(4, notes.size(), notes::toString);
  }

  @Test
  void onlyPasswordMechanismsNeedAPassword() {
    assertTrue(new LoginRules(List.of(AuthMechanism.EXTERNAL), null).needNoPassword());
    assertTrue(new LoginRules(AuthMechanism.WITH_TOKENS, TOKENS).needNoPassword());
    assertFalse(new LoginRules(AuthMechanism.WITH_TOKENS, null).needNoPassword());
    assertFalse(LoginRules.byDefault().needNoPassword());
    assertThrows(
        IllegalArgumentException.class,
        () -> new LoginRules(List.of(AuthMechanism.PLAIN, AuthMechanism.XOAUTH2), null));
    assertThrows(IllegalArgumentException.class, () -> new LoginRules(List.of(), null));
  }
}
