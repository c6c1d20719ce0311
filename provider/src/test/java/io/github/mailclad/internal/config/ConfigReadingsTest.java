package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsStart;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReadingsTest {
  private static final String START = "mail.imaps.security.tls-start";
  private static final String PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String OTHER_PIN = "sha256/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";

  private final ConfigReadings readings = new ConfigReadings(LevelFloor.NONE);

  private ConfigReading of(Properties properties) {
    return readings.of(new Settings(properties, ProtocolName.IMAPS));
  }

  @Test
  void unchangedPropertiesAreReadOnce() {
    Properties properties = Sessions.with(START, "implicit", "mail.imaps.host", "mail.example.net");

    assertSame(of(properties), of(properties));
    assertNotSame(of(properties), readings.of(new Settings(properties, ProtocolName.SMTPS)));
  }

  private static ConfigReading ofNewSession(
      ConfigReadings.OfOtherSessions others, Object... properties) {
    return new ConfigReadings(LevelFloor.NONE, others)
        .of(new Settings(Sessions.with(properties), ProtocolName.IMAPS));
  }

  @Test
  void equalPropertiesOfANewSessionAreNotReadAgain() {
    ConfigReadings.OfOtherSessions others = new ConfigReadings.OfOtherSessions();
    ConfigReading first = ofNewSession(others, START, "implicit");

    assertSame(first, ofNewSession(others, START, "implicit"));
    assertEquals(
        TlsStart.STARTTLS,
        ofNewSession(others, START, "starttls").config().policy().tlsStart(),
        "another value");
    assertFalse(
        ofNewSession(others, START, "implicit", "mail.imaps.ssl.trust", "*").problems().isEmpty(),
        "one more property");
    assertNotSame(
        first,
        new ConfigReadings(LevelFloor.NONE, others)
            .of(new Settings(Sessions.with(START, "implicit"), ProtocolName.SMTPS)),
        "another protocol");
  }

  @Test
  void problemsAndObjectsAreReadInEachSession() {
    ConfigReadings.OfOtherSessions others = new ConfigReadings.OfOtherSessions();
    ConfigReading problem = ofNewSession(others, "mail.imaps.ssl.trust", "*");
    assertNotSame(problem, ofNewSession(others, "mail.imaps.ssl.trust", "*"));

    ConfigReading object = ofNewSession(others, START, TlsStart.STARTTLS);
    assertNotSame(object, ofNewSession(others, START, TlsStart.STARTTLS));
  }

  @Test
  void theReadingsOfOtherSessionsAreBounded() {
    ConfigReadings.OfOtherSessions others = new ConfigReadings.OfOtherSessions();
    ConfigReading first = ofNewSession(others, "mail.imaps.host", "mail.example.net");
    for (int i = 0; i < 100; i++) {
      ofNewSession(others, "mail.imaps.host", "mail" + i + ".example.net");
    }

    assertNotSame(first, ofNewSession(others, "mail.imaps.host", "mail.example.net"));
  }

  private static TlsProvider providerOf(Properties properties) {
    return ConfigReadings.tlsProvider(new Settings(properties, ProtocolName.IMAPS));
  }

  @Test
  void theNamedTlsProviderIsFoundWithoutReadingTheOtherSettings() {
    assertEquals(TlsProvider.PLATFORM, providerOf(new Properties()));
    Properties properties = Sessions.with("mail.security.tls-provider", "bctls");
    assertEquals(TlsProvider.BCTLS, providerOf(properties));
    properties.setProperty("mail.imaps.security.tls-provider", "conscrypt");
    assertEquals(TlsProvider.CONSCRYPT, providerOf(properties));
    properties.setProperty("mail.imaps.security.tls-provider", "other");
    assertEquals(TlsProvider.PLATFORM, providerOf(properties));

    Properties object = new Properties();
    object.put(
        "mail.security.policy", SecurityPolicy.builder().tlsProvider(TlsProvider.BCTLS).build());
    assertEquals(TlsProvider.BCTLS, providerOf(object));
  }

  static Stream<Consumer<Properties>> changes() {
    return Stream.of(
        properties -> properties.setProperty(START, "starttls"),
        properties -> properties.put(START, TlsStart.STARTTLS),
        properties -> properties.remove(START),
        properties -> properties.setProperty("mail.imaps.ssl.trust", "*"),
        properties -> properties.setProperty("mail.security.tls-strat", "starttls"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangedPropertyIsRead(Consumer<Properties> change) {
    Properties properties = Sessions.with(START, "implicit");
    of(properties);
    change.accept(properties);

    assertEquals(Sessions.read(ProtocolName.IMAPS, properties), of(properties));
  }

  @Test
  void aChangedDefaultIsRead() {
    Properties defaults = Sessions.with(START, "implicit");
    Properties properties = new Properties(defaults);
    of(properties);
    defaults.setProperty(START, "starttls");

    assertEquals(TlsStart.STARTTLS, of(properties).config().policy().tlsStart());
  }

  @Test
  void aChangedCollectionIsRead() {
    Issued root = CertificateBuilder.root("Test Root");
    List<X509CRL> lists = new ArrayList<>(List.of(CrlBuilder.by(root).list()));
    Properties properties = Sessions.with("mail.imaps.security.revocation-crls", lists);
    of(properties);
    lists.add(CrlBuilder.by(root).list());

    assertEquals(
        new GivenCrls(lists), of(properties).config().policy().trust().revocation().crls());
  }

  @Test
  void propertiesOfAnotherClassAreReadEachTime() {
    Properties living =
        new Properties() {
          private static final long serialVersionUID = 1L;

          private int asked;

          @Override
          public @Nullable String getProperty(String key) {
            return key.equals("mail.imaps.security.pins") ? asked++ == 0 ? PIN : OTHER_PIN : null;
          }
        };
    of(living);

    assertEquals(Set.of(Pin.parse(OTHER_PIN)), of(living).config().policy().trust().pins());
  }
}
