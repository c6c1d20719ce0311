package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.SettingProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.support.jsse.BaseSSLContextParameters;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        none.key() + ": is not a port number; set it to a number from 1 to 65535",
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
        Sessions.policy("mail.imaps.ssl.protocols", "TLSv1.3").tls().versions());
    assertEquals(
        Set.of(TlsVersion.TLS_1_2),
        Sessions.policy("mail.imap.ssl.protocols", " SSLv3 TLSv1 TLSv1.1  TLSv1.2")
            .tls()
            .versions());
    assertEquals(
        Set.of(TlsVersion.TLS_1_3),
        Sessions.policy(
                "mail.imaps.ssl.protocols", "TLSv1.2 TLSv1.3",
                "mail.imaps.security.oldest-tls", "TLSv1.3")
            .tls()
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
    List<String> all = TlsRules.CIPHER_SUITES;

    assertEquals(
        List.of(all.get(0), all.get(4)),
        Sessions.policy(
                "mail.imaps.ssl.ciphersuites",
                all.get(4) + " TLS_RSA_WITH_AES_128_CBC_SHA " + all.get(0))
            .tls()
            .cipherSuites());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ssl.protocols | TLSv1.2,TLSv1.3 | set it to: TLSv1.2 TLSv1.3",
        "ssl.protocols | TLSv1.2, TLSv1.3 | set it to: TLSv1.2 TLSv1.3",
        "ssl.protocols | TLSv1.3, | set it to: TLSv1.3",
        "ssl.ciphersuites | TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384 | set it to: TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384",
        "ssl.ciphersuites | TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384 | set it to: TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384",
      })
  void commasWhereAngusWantsBlanksNeverNarrow(String suffix, String value, String remedy) {
    for (ProtocolName protocol : ProtocolName.values()) {
      SettingProblem problem = onlyProblem(new Case(protocol, suffix, value));
      assertEquals("has commas between its words, where blanks are needed", problem.problem());
      assertEquals(remedy, problem.remedy());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLS", "tlsv1.2", "TLSv1.2 TLS1.3", "1.3"})
  void aWordThatIsNoVersionIsAProblem(String value) {
    assertEquals(
        "mail.imaps.ssl.protocols: has a word that is no TLS version; set it to TLSv1.2, TLSv1.3 or both, separated by a blank",
        onlyProblem(new Case(ProtocolName.IMAPS, "ssl.protocols", value)).toString());
  }

  @Test
  void whatIsLeftOutOfAListIsSaid() {
    assertEquals(
        List.of("mail.imaps.ssl.protocols: never offered: SSLv3 TLSv1.1"),
        Sessions.legible(
                ProtocolName.IMAPS, "mail.imaps.ssl.protocols", "SSLv3 TLSv1.1 TLSv1.2 TLSv1.3")
            .notes());
    assertEquals(
        List.of("mail.imaps.ssl.protocols: never offered: TLSv1.2"),
        Sessions.legible(
                ProtocolName.IMAPS,
                "mail.imaps.ssl.protocols",
                "TLSv1.2 TLSv1.3",
                "mail.imaps.security.oldest-tls",
                "TLSv1.3")
            .notes());
    assertEquals(
        List.of("mail.imaps.ssl.ciphersuites: never offered: A B C D E and 1 more"),
        Sessions.legible(
                ProtocolName.IMAPS,
                "mail.imaps.ssl.ciphersuites",
                "A B C D E F TLS_AES_128_GCM_SHA256")
            .notes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN,LOGIN", "PLAIN, LOGIN", "PLAIN LOGIN", ",PLAIN LOGIN,"})
  void listsOfMechanismsTakeBothAndLoseNothing(String value) {
    for (String suffix :
        List.of("auth.mechanisms", "sasl.mechanisms", "security.auth-mechanisms")) {
      AccountConfig reading =
          Sessions.legible(
              ProtocolName.IMAPS, "mail.imaps." + suffix, value, "mail.imaps.sasl.enable", "true");
      assertEquals(
          Set.of(AuthMechanism.PLAIN, AuthMechanism.LOGIN),
          Set.copyOf(reading.login().mechanisms()));
      assertEquals(List.of(), reading.notes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ssl.truts, ssl.trust",
    "ssl.protocol, ssl.protocols",
    "ssl.chekserveridentity, ssl.checkserveridentity",
    "ssl.socketfactory, ssl.socketFactory",
    "socketFactory.clas, socketFactory.class",
    "starttls.enabled, starttls.enable",
    "starttls.require, starttls.required",
  })
  void aMistypedPropertyOfAngusSuggestsTheRightOne(String typed, String meant) {
    String remedy = onlyProblem(new Case(ProtocolName.SMTP, typed, "x")).remedy();
    assertTrue(remedy.startsWith("remove it; did you mean mail.smtp." + meant + "?"), remedy);
  }

  /** A factory that a program sets, and words of what its owner is to set instead. */
  record Program(Object factory, String problem, String remedy) {}

  static Stream<Program> programs() throws Exception {
    SSLSocketFactory ofContext = SSLContext.getDefault().getSocketFactory();
    return Stream.of(
        new Program(
            new BaseSSLContextParameters.SSLSocketFactoryDecorator(ofContext),
            "is made from Camel's sslContextParameters",
            "remove sslContextParameters, and set mail.imaps.security.trust-anchors"),
        new Program(
            ofContext,
            "is made from an SSLContext",
            "remove it, and set mail.imaps.security.trust-anchors to the trust store"),
        new Program(
            new MailSSLSocketFactory(),
            "trusts the hosts that it names",
            "set mail.imaps.security.trust-anchors"),
        new Program(
            SocketFactory.getDefault(),
            "replaces the verified TLS connection",
            "set mail.imaps.security.trust-anchors"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theFactoryOfAKnownProgramIsRefusedWithItsRecipe(Program program) {
    for (String suffix : List.of("socketFactory", "ssl.socketFactory")) {
      SettingProblem problem = onlyProblem(new Case(ProtocolName.IMAPS, suffix, program.factory()));
      assertTrue(problem.problem().startsWith(program.problem()), problem::toString);
      assertTrue(problem.remedy().contains(program.remedy()), problem::toString);
    }
  }

  @Test
  void aSuggestionThatIsRefusedTooSaysSoAndNamesTheRightSetting() {
    assertEquals(
        "remove it; did you mean mail.smtp.ssl.trust? That one is refused too: set mail.smtp.security.trust-anchors for a private authority",
        onlyProblem(new Case(ProtocolName.SMTP, "ssl.truts", "*")).remedy());
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
