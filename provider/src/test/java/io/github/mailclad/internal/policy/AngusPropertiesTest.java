package io.github.mailclad.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Refusal.SettingProblem;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AngusPropertiesTest {
  private static final List<String> SECURITY_BOOLEANS =
      List.of(
          "ssl.enable",
          "ssl.checkserveridentity",
          "socketFactory.fallback",
          "starttls.enable",
          "starttls.required",
          "sasl.usecanonicalhostname",
          "compress.enable",
          "sasl.enable",
          "auth",
          "apop.enable",
          "ehlo");

  /** A property of Angus under one protocol name. */
  record Case(ProtocolName protocol, String suffix, Object value) {
    String key() {
      return "mail." + protocol.text() + "." + suffix;
    }

    @Override
    public String toString() {
      return key() + "=" + (value instanceof String ? "\"" + value + "\"" : value.getClass());
    }
  }

  private static Stream<Case> underEveryName(String suffix, Object... values) {
    return Arrays.stream(ProtocolName.values())
        .flatMap(p -> Arrays.stream(values).map(value -> new Case(p, suffix, value)));
  }

  static Stream<Case> sayingTheSame() {
    HostnameVerifier oneMoreCheck = (host, session) -> false;
    return Stream.of(
            underEveryName("ssl.enable", "true", "TRUE", true),
            underEveryName("ssl.checkserveridentity", "true", true),
            underEveryName("socketFactory.fallback", "false", "False", false),
            underEveryName("socketFactory.class", "javax.net.ssl.SSLSocketFactory"),
            underEveryName("ssl.socketFactory.class", "javax.net.ssl.SSLSocketFactory"),
            underEveryName("starttls.enable", "true", "false", true, false),
            underEveryName("starttls.required", "true", "false"),
            underEveryName("sasl.usecanonicalhostname", "false"),
            underEveryName("compress.enable", "false"),
            underEveryName("sasl.enable", "true", "false"),
            underEveryName("auth", "true", "false"),
            underEveryName("ehlo", "true"),
            underEveryName("ssl.hostnameverifier", oneMoreCheck),
            underEveryName("ssl.hostnameverifier.class", "com.example.OneMoreCheck"),
            underEveryName("ssl.protocols", "TLSv1.2 TLSv1.3"),
            underEveryName("proxy.host", "proxy.example.org"),
            underEveryName("port", "993", "1", "65535", 4444))
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("sayingTheSame")
  void whatAsksForTheSameIsAccepted(Case same) {
    assertEquals(List.of(), Sessions.legible(same.protocol(), same.key(), same.value()).notes());
  }

  static Stream<Case> weakening() {
    return Stream.of(
            underEveryName("ssl.enable", "false", false),
            underEveryName("ssl.trust", "*", "imap.example.org", ""),
            underEveryName("ssl.checkserveridentity", "false", false),
            underEveryName("ssl.socketFactory", SocketFactory.getDefault(), "x"),
            underEveryName("ssl.socketFactory.class", "com.example.TrustAll", ""),
            underEveryName("ssl.socketFactory.port", "143", 143),
            underEveryName("socketFactory", SocketFactory.getDefault()),
            underEveryName("socketFactory.class", "com.example.TrustAll"),
            underEveryName("socketFactory.fallback", "true", true),
            underEveryName("socketFactory.port", "110"),
            underEveryName("ssl.protocols", "TLSv1", "SSLv3", "TLSv1 TLSv1.1", ""),
            underEveryName("ssl.ciphersuites", "TLS_RSA_WITH_AES_128_CBC_SHA", "NULL", ""),
            underEveryName("sasl.usecanonicalhostname", "true"),
            underEveryName("compress.enable", "true"),
            underEveryName("ehlo", "false"))
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socketFactory",
        "socketFactory.class",
        "ssl.socketFactory",
        "ssl.socketFactory.class"
      })
  void aFactoryThatMayChooseTheAddressIsAnsweredWithTheResolver(String suffix) {
    SettingProblem problem =
        onlyProblem(new Case(ProtocolName.SMTP, suffix, "com.example.ToApprovedAddress"));
    assertTrue(problem.remedy().contains("mail.smtp.security.resolver"), problem::remedy);
  }

  @ParameterizedTest
  @MethodSource("weakening")
  @Requirement(
      value = {"X-1", "X-2", "X-3", "D-5-5", "D-5-10", "D-5.3-1", "R9325-3.1.1-1"},
      heldBy = "AngusProperties")
  void whatWouldWeakenIsRefusedByName(Case weak) {
    SettingProblem problem = onlyProblem(weak);

    assertEquals(weak.key(), problem.key());
    assertFalse(problem.problem().isBlank());
    assertTrue(
        problem.remedy().startsWith("remove it") || problem.remedy().startsWith("set "),
        problem::toString);
  }

  static Stream<Case> unknown() {
    return Stream.of("ssl.newswitch", "ssl.trust.all", "socketFactoryChooser", "socketFactory.x")
        .flatMap(suffix -> underEveryName(suffix, "x", true, new Object()));
  }

  static Stream<Case> unknownStarttls() {
    return underEveryName("starttls.optional", "true");
  }

  @ParameterizedTest
  @MethodSource({"unknown", "unknownStarttls"})
  @Requirement(value = "D-5.3-1", heldBy = "AngusProperties")
  void whatAFutureVersionOfAngusMayReadIsRefusedToo(Case future) {
    assertEquals(
        future.key() + ": is not known to Mailclad, and could weaken the connection; remove it",
        onlyProblem(future).toString());
  }

  static Stream<Case> guesses() {
    return SECURITY_BOOLEANS.stream()
        .flatMap(
            suffix ->
                underEveryName(
                    suffix, "yes", "no", "1", "0", "on", "true ", " false", "", 1, new Object()));
  }

  @ParameterizedTest
  @MethodSource("guesses")
  @Requirement(value = "D-5.2-6", heldBy = "AngusProperties")
  void aSecurityBooleanIsTrueOrFalseAndNothingElse(Case guess) {
    SettingProblem problem = onlyProblem(guess);

    assertEquals(guess.key(), problem.key());
    assertTrue(problem.problem().endsWith(" is neither true nor false"), problem::toString);
    assertEquals("set it to true or false", problem.remedy());
  }

  static Stream<Case> portsThatAreNone() {
    return underEveryName(
        "port",
        "0",
        "65536",
        "-1",
        "imaps",
        "",
        " 993",
        "993 ",
        "99999999999",
        0,
        70000,
        993.5,
        new Object());
  }

  @ParameterizedTest
  @MethodSource("portsThatAreNone")
  void aPortIsANumberBecauseAngusWouldTakeTheDefaultSilently(Case none) {
    assertEquals(
        none.key() + ": is no port; set it to a number from 1 to 65535",
        onlyProblem(none).toString());
  }

  @Test
  void aPortIsANumberForAnAccountWithoutMinimumToo() {
    List<SettingProblem> problems =
        Sessions.problems("mail.imaps.security.minimum-level", "none", "mail.imaps.port", "imap");

    assertEquals(List.of("mail.imaps.port"), problems.stream().map(SettingProblem::key).toList());
  }

  @Test
  void aFactoryPortMayRepeatThePort() {
    Sessions.policy("mail.imaps.port", "1993", "mail.imaps.socketFactory.port", 1993);
    Sessions.policy("mail.imap.port", "1993", "mail.imaps.ssl.socketFactory.port", "1993");

    assertEquals(
        "mail.imaps.socketFactory.port",
        Sessions.problems("mail.imaps.port", "1993", "mail.imaps.socketFactory.port", "1143")
            .get(0)
            .key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl.enable=true", "starttls.enable=false", "starttls.required=false"})
  @Requirement(value = "D-5.2-6", heldBy = "AngusProperties")
  void whatContradictsStarttlsIsRefused(String assignment) {
    String[] keyAndValue = assignment.split("=", 2);
    List<SettingProblem> problems =
        Sessions.problems(
            "mail.imap.security.tls-start",
            "starttls",
            "mail.imaps." + keyAndValue[0],
            keyAndValue[1]);

    assertEquals(1, problems.size(), problems::toString);
    assertEquals("mail.imaps." + keyAndValue[0], problems.get(0).key());
  }

  @Test
  void whatAsksForStarttlsIsAcceptedWithIt() {
    Sessions.policy(
        "mail.imaps.security.tls-start", "starttls",
        "mail.imap.starttls.enable", "true",
        "mail.imap.starttls.required", "true",
        "mail.imap.ssl.enable", "false");
  }

  @Test
  @Requirement(
      value = {"D-5-10", "R9325-3.1.1-1"},
      heldBy = "AngusProperties")
  void versionsNarrowAndNeverWiden() {
    assertEquals(
        Set.of(TlsVersion.TLS_1_3),
        Sessions.policy("mail.imaps.ssl.protocols", "TLSv1.3").versions());
    assertEquals(
        Set.of(TlsVersion.TLS_1_2),
        Sessions.policy("mail.imap.ssl.protocols", " SSLv3 TLSv1 TLSv1.1  TLSv1.2").versions());
    assertEquals(
        Set.of(TlsVersion.TLS_1_3),
        Sessions.policy(
                "mail.imaps.ssl.protocols", "TLSv1.2 TLSv1.3",
                "mail.imaps.security.oldest-tls", "TLSv1.3")
            .versions());
    assertEquals(
        "mail.imaps.ssl.protocols: leaves no TLS version that this account accepts; remove it, or name TLSv1.2 or TLSv1.3",
        Sessions.problems(
                "mail.imaps.ssl.protocols", "TLSv1.2", "mail.imaps.security.oldest-tls", "TLSv1.3")
            .get(0)
            .toString());
  }

  @Test
  @Requirement(
      value = {"R9325-4.1-1", "R9325-4.1-3"},
      heldBy = "AngusProperties")
  void cipherSuitesNarrowInOurOrderAndNeverWiden() {
    List<String> all = SecurityPolicy.CIPHER_SUITES;

    assertEquals(
        List.of(all.get(0), all.get(4)),
        Sessions.policy(
                "mail.imaps.ssl.ciphersuites",
                all.get(4) + " TLS_RSA_WITH_AES_128_CBC_SHA " + all.get(0))
            .cipherSuites());
  }

  @Test
  void theOtherNamesOfTheServiceAreLookedAtToo() {
    Properties properties = Sessions.with("mail.smtps.ssl.trust", "*", "mail.imaps.ssl.trust", "*");

    assertEquals(
        List.of("mail.smtps.ssl.trust"),
        Sessions.problems(ProtocolName.SMTP, properties).stream()
            .map(SettingProblem::key)
            .toList());
  }

  private static SettingProblem onlyProblem(Case one) {
    List<SettingProblem> problems =
        Sessions.problems(one.protocol(), Sessions.with(one.key(), one.value()));
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }
}
