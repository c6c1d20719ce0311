package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingPrecedenceTest {

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  void theUsedNameComesFirstThenTheOtherNamesThenTheSession(ProtocolName protocol) {
    List<String> keys = new ArrayList<>();
    protocol.propertyNames().forEach(n -> keys.add("mail." + n + ".security.handshake-timeout"));
    keys.add("mail.security.handshake-timeout");
    Properties properties = new Properties();
    for (int i = 0; i < keys.size(); i++) {
      properties.setProperty(keys.get(i), Integer.toString(1000 + i));
    }

    for (int first = 0; first < keys.size(); first++) {
      AccountConfig reading = Sessions.legible(protocol, properties);
      assertEquals(
          1000 + first, reading.policy().timeouts().handshake().toMillis(), keys.get(first));
      properties.remove(keys.get(first));
    }
  }

  @Test
  void everyServiceHasItsOwnNames() {
    assertEquals(List.of("imaps", "imap"), ProtocolName.IMAPS.propertyNames());
    assertEquals(List.of("pop3", "pop3s"), ProtocolName.POP3.propertyNames());
    assertEquals("submissions", ProtocolName.SUBMISSIONS.propertyNames().get(0));
    assertEquals(
        Set.of("smtp", "smtps", "submission", "submissions"),
        Set.copyOf(ProtocolName.SMTP.propertyNames()));
  }

  @Test
  void aContradictionBetweenNamesIsNoted() {
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAP,
            "mail.imap.security.tls-start",
            "starttls",
            "mail.imaps.security.tls-start",
            "implicit");

    assertEquals(TlsStart.STARTTLS, reading.policy().tlsStart());
    assertEquals(
        List.of(
            "mail.imap.security.tls-start counts; mail.imaps.security.tls-start says otherwise"),
        reading.notes());
  }

  @Test
  void whatIsSaidTwiceInTheSameWordsIsNoContradiction() {
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAP,
            "mail.imap.security.oldest-tls",
            "TLSv1.3",
            "mail.security.oldest-tls",
            "TLSv1.3");

    assertEquals(Set.of(TlsVersion.TLS_1_3), reading.policy().tls().versions());
    assertEquals(List.of(), reading.notes());
  }

  @Test
  void aConstantMeansWhatItsWordMeans() {
    Properties properties = new Properties();
    properties.put("mail.imap.security.tls-start", TlsStart.STARTTLS);
    properties.put("mail.imaps.security.tls-start", "STARTTLS");
    properties.put("mail.security.dane", DanePolicy.Mode.AUDIT_ONLY);
    properties.put("mail.imap.security.minimum-level", ConfidentialityLevel.AUTHENTICATED);

    AccountConfig reading = Sessions.legible(ProtocolName.IMAP, properties);

    assertEquals(TlsStart.STARTTLS, reading.policy().tlsStart());
    assertEquals(
        DanePolicy.Mode.AUDIT_ONLY, Objects.requireNonNull(reading.policy().trust().dane()).mode());
    assertEquals(List.of(), reading.notes());
  }

  @Test
  void aConstantOfAnotherTypeIsAProblem() {
    Properties properties = new Properties();
    properties.put("mail.imap.security.tls-start", ConfidentialityLevel.NONE);

    assertEquals(
        List.of("mail.imap.security.tls-start"),
        Sessions.read(ProtocolName.IMAP, properties).problems().stream()
            .map(SettingProblem::key)
            .toList());
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  @Requirement(
      value = {"D-2-1", "D-5-3", "D-1-2"},
      heldBy = "PolicyReader")
  void noMinimumIsReadUnderTheUsedNameOnly(ProtocolName protocol) {
    for (String name : protocol.propertyNames()) {
      AccountConfig reading =
          Sessions.legible(protocol, "mail." + name + ".security.minimum-level", "none");

      boolean used = name.equals(protocol.text());
      assertEquals(
          used ? ConfidentialityLevel.NONE : ConfidentialityLevel.AUTHENTICATED,
          reading.policy().minimumLevel());
      assertEquals(
          used
              ? List.of()
              : List.of(
                  "mail.%s.security.minimum-level=none does not apply to %s"
                      .formatted(name, protocol.text())),
          reading.notes());
    }
  }

  @Test
  @Requirement(value = "D-2-1", heldBy = "PolicyReader")
  void noMinimumForTheWholeSessionIsAProblem() {
    List<SettingProblem> problems = Sessions.problems("mail.security.minimum-level", "none");

    assertEquals(
        List.of(
            "mail.security.minimum-level: would lower every account of the session; set it for the"
                + " one protocol that needs it: mail.imaps.security.minimum-level"),
        problems.stream().map(SettingProblem::toString).toList());
  }

  private static final String PIN =
      "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  @Requirement(
      value = {"D-5.3-4", "D-5.4-5"},
      heldBy = "PolicyReader")
  void anAccountPinIsReadUnderTheUsedNameOnlyAndLowersTheMinimum(ProtocolName protocol) {
    for (String name : protocol.propertyNames()) {
      AccountConfig reading =
          Sessions.legible(
              protocol,
              "mail." + name + ".security.minimum-level",
              "encrypted",
              "mail." + name + ".security.account-pin",
              PIN);

      boolean used = name.equals(protocol.text());
      assertEquals(
          used ? ConfidentialityLevel.ENCRYPTED : ConfidentialityLevel.AUTHENTICATED,
          reading.policy().minimumLevel());
      assertEquals(used ? AccountPin.parse(PIN) : null, reading.policy().trust().accountPin());
      assertEquals(used ? 0 : 2, reading.notes().size(), reading.notes()::toString);
    }
  }

  @Test
  @Requirement(
      value = {"D-5.3-4", "D-5.4-5"},
      heldBy = "PolicyReader")
  void anAccountPinAloneOrForTheWholeSessionIsAProblem() {
    assertEquals(
        List.of("mail.imaps.security.account-pin"), keys("mail.imaps.security.account-pin", PIN));
    assertEquals(
        List.of("mail.imaps.security.minimum-level"),
        keys("mail.imaps.security.minimum-level", "encrypted"));
    assertEquals(
        List.of("mail.security.account-pin", "mail.security.minimum-level"),
        keys("mail.security.account-pin", PIN, "mail.security.minimum-level", "encrypted"));
  }

  private static List<String> keys(Object... keysAndValues) {
    return Sessions.problems(keysAndValues).stream().map(SettingProblem::key).sorted().toList();
  }

  @Test
  void whatHasNoEffectWithoutAMinimumIsNoted() {
    Properties properties = new Properties();
    properties.setProperty("mail.imap.security.minimum-level", "none");
    properties.setProperty("mail.imap.security.oldest-tls", "TLSv1.3");
    properties.setProperty("mail.security.trust-anchors", "ca.pem");

    AccountConfig reading = Sessions.legible(ProtocolName.IMAP, properties);
    assertEquals(
        List.of(
            "mail.imap.security.oldest-tls has no effect with minimum-level=none",
            "mail.security.trust-anchors has no effect with minimum-level=none"),
        reading.notes());
  }
}
