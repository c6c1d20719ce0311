package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.Pin;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.config.SpeedRules.EarlyLogin;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
  private static final String PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String OTHER_PIN = "sha256/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";
  private static final Issued ROOT = CertificateBuilder.root("Given Root");
  private static final Issued OTHER_ROOT = CertificateBuilder.root("Other Root");

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  @Requirement(
      value = {"D-1-1", "D-1-2", "D-5-3", "D-5-9"},
      heldBy = {"SecurityPolicy", "PolicyReader"})
  void noPropertyMeansTheStrictDefaults(ProtocolName protocol) {
    AccountConfig reading = Sessions.legible(protocol);

    assertEquals(ConfidentialityLevel.AUTHENTICATED, reading.policy().minimumLevel());
    assertNull(reading.policy().tlsStart());
    assertEquals(Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3), reading.policy().tls().versions());
    assertEquals(TlsRules.CIPHER_SUITES, reading.policy().tls().cipherSuites());
    assertEquals(new AnchorSource.PlatformAnchors(), reading.policy().trust().anchors());
    assertEquals(Set.of(), reading.policy().trust().pins());
    assertEquals(Duration.ofSeconds(30), reading.policy().timeouts().handshake());
    assertEquals(List.of(), reading.notes());
    assertTrue(reading.listener() == null);
  }

  @Test
  @Requirement(
      value = {"D-5-6", "D-5-12"},
      heldBy = {"TlsRules", "AngusProperties"})
  void aPostQuantumKeyExchangeNeedsTls13WithEveryOldestVersion() {
    SecurityPolicy policy =
        Sessions.policy(
            "mail.imaps.security.key-exchange", "post-quantum",
            "mail.imaps.security.oldest-tls", "TLSv1.2",
            "mail.imaps.ssl.protocols", "TLSv1.2 TLSv1.3");
    assertEquals(KeyExchange.POST_QUANTUM, policy.tls().keyExchange());
    assertEquals(Set.of(TlsVersion.TLS_1_3), policy.tls().versions());

    List<SettingProblem> problems =
        Sessions.problems(
            "mail.imaps.security.key-exchange", "post-quantum",
            "mail.imaps.ssl.protocols", "TLSv1.2");
    assertEquals(
        List.of("mail.imaps.ssl.protocols"), problems.stream().map(SettingProblem::key).toList());
  }

  @Test
  void withoutAMinimumAKeyExchangeIsNotedToHaveNoEffect() {
    AccountConfig reading =
        Sessions.legible(
            ProtocolName.IMAPS,
            "mail.imaps.security.minimum-level",
            "none",
            "mail.imaps.security.key-exchange",
            "post-quantum");

    assertEquals(KeyExchange.ANY, reading.policy().tls().keyExchange());
    assertEquals(
        List.of("mail.imaps.security.key-exchange has no effect with minimum-level=none"),
        reading.notes());
  }

  @Test
  void pipeliningUnderTheNameOfAStoreIsAProblem() {
    List<SettingProblem> problems =
        Sessions.problems(
            ProtocolName.IMAPS,
            Sessions.with(
                "mail.imaps.security.pipelining", "never", "mail.security.pipelining", "never"));

    assertEquals(
        List.of("mail.imaps.security.pipelining"),
        problems.stream().map(SettingProblem::key).toList());
    assertEquals(
        Pipelining.NEVER,
        Sessions.legible(ProtocolName.SMTP, "mail.security.pipelining", "never")
            .speed()
            .pipelining());
  }

  @Test
  void aFetchSizeUnderTheNameOfAnotherProtocolIsAProblem() {
    for (ProtocolName other : List.of(ProtocolName.POP3S, ProtocolName.SMTP)) {
      String key = "mail." + other.text() + ".security.fetch-size";
      List<SettingProblem> problems = Sessions.problems(other, Sessions.with(key, "fixed"));
      assertEquals(List.of(key), problems.stream().map(SettingProblem::key).toList());
    }
  }

  @Test
  void aSizeThatIsSetForAngusIsKeptTo() {
    assertEquals(FetchSize.ADAPTIVE, Sessions.legible(ProtocolName.IMAPS).speed().fetchSize());
    assertEquals(
        FetchSize.FIXED,
        Sessions.legible(ProtocolName.IMAPS, "mail.imaps.fetchsize", "65536").speed().fetchSize());
    assertEquals(
        FetchSize.ADAPTIVE,
        Sessions.legible(
                ProtocolName.IMAPS,
                "mail.imaps.fetchsize",
                "65536",
                "mail.security.fetch-size",
                "adaptive")
            .speed()
            .fetchSize());
    assertEquals(
        FetchSize.FIXED,
        Sessions.legible(ProtocolName.IMAP, "mail.imap.security.fetch-size", "fixed")
            .speed()
            .fetchSize());
  }

  @Test
  void anEarlyLoginUnderTheNameOfATransportIsAProblem() {
    List<SettingProblem> problems =
        Sessions.problems(
            ProtocolName.SMTP,
            Sessions.with(
                "mail.smtp.security.early-login",
                "known-servers",
                "mail.security.early-login",
                "known-servers"));

    assertEquals(
        List.of("mail.smtp.security.early-login"),
        problems.stream().map(SettingProblem::key).toList());
    assertEquals(
        EarlyLogin.KNOWN_SERVERS,
        Sessions.legible(ProtocolName.POP3S, "mail.security.early-login", "known-servers")
            .speed()
            .earlyLogin());
    assertEquals(EarlyLogin.NEVER, Sessions.legible(ProtocolName.POP3S).speed().earlyLogin());
  }

  @Test
  void noConnectionIsKeptUnlessANumberIsSet() {
    assertEquals(0, Sessions.legible(ProtocolName.SMTP).speed().keptConnections());
    assertEquals(
        4,
        Sessions.legible(ProtocolName.SMTP, "mail.submissions.security.keep-connections", "4")
            .speed()
            .keptConnections());
    List<SettingProblem> problems =
        Sessions.problems(
            ProtocolName.SMTP, Sessions.with("mail.smtp.security.keep-connections", "101"));

    assertEquals(
        List.of("mail.smtp.security.keep-connections"),
        problems.stream().map(SettingProblem::key).toList());
  }

  /** A value of a setting, and what the policy makes of it. */
  record Good(Key<?> key, Object value, Function<SecurityPolicy, Object> aspect, Object expected) {
    @Override
    public String toString() {
      return key.name() + "=" + value;
    }
  }

  static Stream<Good> goodValues() throws Exception {
    X509Certificate root = ROOT.certificate();
    X509Certificate other = OTHER_ROOT.certificate();
    KeyStore store = ROOT.keyStoreTrusting();
    store.setCertificateEntry("another", other);
    return Stream.of(
        new Good(
            PolicyKeys.MINIMUM_LEVEL,
            "authenticated",
            SecurityPolicy::minimumLevel,
            ConfidentialityLevel.AUTHENTICATED),
        new Good(
            PolicyKeys.MINIMUM_LEVEL,
            "Authenticated",
            SecurityPolicy::minimumLevel,
            ConfidentialityLevel.AUTHENTICATED),
        new Good(
            PolicyKeys.MINIMUM_LEVEL,
            "none",
            SecurityPolicy::minimumLevel,
            ConfidentialityLevel.NONE),
        new Good(PolicyKeys.TLS_START, "implicit", PolicyReaderTest::start, TlsStart.IMPLICIT),
        new Good(PolicyKeys.TLS_START, "starttls", PolicyReaderTest::start, TlsStart.STARTTLS),
        new Good(PolicyKeys.TLS_START, "STARTTLS", PolicyReaderTest::start, TlsStart.STARTTLS),
        new Good(
            TlsKeys.OLDEST_TLS,
            "TLSv1.2",
            policy -> policy.tls().versions(),
            Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)),
        new Good(
            TlsKeys.OLDEST_TLS,
            "TLSv1.3",
            policy -> policy.tls().versions(),
            Set.of(TlsVersion.TLS_1_3)),
        new Good(
            TlsKeys.KEY_EXCHANGE, "any", policy -> policy.tls().keyExchange(), KeyExchange.ANY),
        new Good(
            TlsKeys.KEY_EXCHANGE,
            "Post-Quantum",
            policy -> policy.tls().keyExchange(),
            KeyExchange.POST_QUANTUM),
        new Good(
            TlsKeys.KEY_EXCHANGE,
            "post-quantum",
            policy -> policy.tls().versions(),
            Set.of(TlsVersion.TLS_1_3)),
        new Good(
            TlsKeys.TLS_PROVIDER,
            "platform",
            policy -> Objects.requireNonNull(policy.tls().provider()),
            TlsProvider.PLATFORM),
        new Good(
            TlsKeys.TLS_PROVIDER,
            "Conscrypt",
            policy -> Objects.requireNonNull(policy.tls().provider()),
            TlsProvider.CONSCRYPT),
        new Good(
            TlsKeys.TLS_PROVIDER,
            "bctls",
            policy -> Objects.requireNonNull(policy.tls().provider()),
            TlsProvider.BCTLS),
        new Good(
            TrustKeys.TRUST_ANCHORS,
            "platform",
            policy -> policy.trust().anchors(),
            new AnchorSource.PlatformAnchors()),
        new Good(
            TrustKeys.TRUST_ANCHORS,
            "certs/ca.pem",
            policy -> policy.trust().anchors(),
            new AnchorSource.AnchorFile(Path.of("certs/ca.pem"), null)),
        new Good(TrustKeys.TRUST_ANCHORS, root, policy -> policy.trust().anchors(), anchors(root)),
        new Good(
            TrustKeys.TRUST_ANCHORS,
            List.of(root, other),
            policy -> policy.trust().anchors(),
            anchors(root, other)),
        new Good(
            TrustKeys.TRUST_ANCHORS,
            Set.of(root),
            policy -> policy.trust().anchors(),
            anchors(root)),
        new Good(
            TrustKeys.TRUST_ANCHORS,
            new X509Certificate[] {root, other},
            policy -> policy.trust().anchors(),
            anchors(root, other)),
        new Good(TrustKeys.TRUST_ANCHORS, store, PolicyReaderTest::anchorSet, Set.of(root, other)),
        new Good(TrustKeys.PINS, PIN, policy -> policy.trust().pins(), Set.of(Pin.parse(PIN))),
        new Good(
            TrustKeys.PINS,
            PIN + ", " + OTHER_PIN + "\n",
            policy -> policy.trust().pins(),
            Set.of(Pin.parse(PIN), Pin.parse(OTHER_PIN))),
        new Good(
            TlsKeys.HANDSHAKE_TIMEOUT,
            "1",
            policy -> policy.timeouts().handshake(),
            Duration.ofMillis(1)),
        new Good(
            TlsKeys.HANDSHAKE_TIMEOUT,
            "600000",
            policy -> policy.timeouts().handshake(),
            Duration.ofMinutes(10)),
        new Good(
            TlsKeys.HANDSHAKE_TIMEOUT,
            5000,
            policy -> policy.timeouts().handshake(),
            Duration.ofSeconds(5)));
  }

  private static Object start(SecurityPolicy policy) {
    return Objects.requireNonNull(policy.tlsStart());
  }

  private static AnchorSource anchors(X509Certificate... certificates) {
    return new AnchorSource.GivenAnchors(List.of(certificates));
  }

  private static Object anchorSet(SecurityPolicy policy) {
    return Set.copyOf(((AnchorSource.GivenAnchors) policy.trust().anchors()).certificates());
  }

  @ParameterizedTest
  @MethodSource("goodValues")
  void everyValueOfASettingIsRead(Good good) {
    SecurityPolicy policy = Sessions.policy("mail.imaps." + good.key().suffix(), good.value());

    assertEquals(good.expected(), good.aspect().apply(policy));
  }

  @Test
  void thePasswordOfTheAnchorsGoesWithTheirFile() {
    SecurityPolicy policy =
        Sessions.policy(
            "mail.imaps.security.trust-anchors", "ca.p12",
            "mail.security.trust-anchors-password", "changeit");

    assertEquals(
        new AnchorSource.AnchorFile(Path.of("ca.p12"), "changeit"), policy.trust().anchors());
  }

  @Test
  void aListenerIsReadEvenWhereThePropertiesAreNoPolicy() {
    SecurityListener listener = new SecurityListener() {};
    Properties properties =
        Sessions.with("mail.security.listener", listener, "mail.imaps.ssl.trust", "*");

    assertSame(listener, Sessions.read(ProtocolName.IMAPS, properties).config().listener());
    assertSame(
        listener,
        Sessions.legible(ProtocolName.IMAPS, "mail.imaps.security.listener", listener).listener());
  }

  /** A value that a setting does not have. */
  record Bad(Key<?> key, Object value) {
    @Override
    public String toString() {
      return key.name() + "=" + (value instanceof String ? "\"" + value + "\"" : value.getClass());
    }
  }

  static Stream<Bad> badValues() {
    return Stream.of(
            bad(PolicyKeys.MINIMUM_LEVEL, "pinned", "1", "", "none ", "off", true, new Object()),
            bad(PolicyKeys.ACCOUNT_PIN, PIN, "", "certificate-sha256/AAAA", true),
            bad(
                PolicyKeys.PROFILE,
                "",
                "rfc8134",
                "modern ",
                "modern_dry_run",
                "dry-run",
                "strict",
                true),
            bad(TlsKeys.TLS12_SAFEGUARDS, "true", "", "off", "require", true),
            bad(PolicyKeys.TLS_START, "starttls ", "", "opportunistic", "none", "true", true),
            bad(TlsKeys.KEY_EXCHANGE, "", "pq", "post_quantum", "X25519MLKEM768", "true", true),
            bad(TlsKeys.TLS_PROVIDER, "", "SunJSSE", "BCJSSE", "bctls ", "bctls, platform", true),
            bad(TlsKeys.OLDEST_TLS, "TLSv1", "TLSv1.1", "SSLv3", "1.2", "tlsv1.2", "", 12),
            bad(TrustKeys.TRUST_ANCHORS, "", " ", "a\0b", List.of(), List.of("a"), new Object()),
            bad(TrustKeys.TRUST_ANCHORS, new Object[] {ROOT.certificate(), "a"}, 1, true),
            bad(TrustKeys.TRUST_ANCHORS_PASSWORD, new Object(), "changeit".toCharArray()),
            bad(TrustKeys.PINS, "", " , ", "sha256/", "sha1/AAAA", PIN.substring(7), "sha256/AAAA"),
            bad(TrustKeys.PINS, PIN + " junk", "sha256/*", new Object()),
            bad(TlsKeys.HANDSHAKE_TIMEOUT, "0", "-1", "600001", "30s", "", " 30", 0, 1.5),
            bad(TlsKeys.HANDSHAKE_TIMEOUT, Duration.ofSeconds(30)),
            bad(ApplicationKeys.LISTENER, "com.example.Listener", "", new Object()))
        .flatMap(List::stream);
  }

  private static List<Bad> bad(Key<?> key, Object... values) {
    return Arrays.stream(values).map(value -> new Bad(key, value)).toList();
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void aWrongValueOfASettingIsAProblemThatNamesTheChoices(Bad bad) {
    String key = "mail.imaps." + bad.key().suffix();

    List<SettingProblem> problems = Sessions.problems(key, bad.value());

    assertEquals(1, problems.size(), problems::toString);
    assertEquals(key, problems.get(0).key());
    assertTrue(
        problems.get(0).remedy().contains(bad.key().choices())
            || problems.get(0).remedy().equals("name a PEM, PKCS12 or JKS file"),
        problems::toString);
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void theSameHoldsForTheWholeSession(Bad bad) {
    List<SettingProblem> problems = Sessions.problems("mail." + bad.key().suffix(), bad.value());

    assertEquals("mail." + bad.key().suffix(), problems.get(0).key());
  }

  @Test
  void thePropertiesMayBeTheDefaultsOfOthers() {
    Properties defaults = new Properties();
    defaults.setProperty("mail.imaps.security.tls-start", "starttls");
    defaults.setProperty("mail.imaps.ssl.trust", "*");
    Properties layered = new Properties(defaults);
    assertEquals(
        "mail.imaps.ssl.trust", Sessions.problems(ProtocolName.IMAPS, layered).get(0).key());

    defaults.remove("mail.imaps.ssl.trust");
    defaults.setProperty("mail.imaps.security.oldest-tsl", "TLSv1.3");
    assertEquals(
        "mail.imaps.security.oldest-tsl",
        Sessions.problems(ProtocolName.IMAPS, layered).get(0).key());

    defaults.remove("mail.imaps.security.oldest-tsl");
    AccountConfig reading = Sessions.legible(ProtocolName.IMAPS, layered);
    assertEquals(TlsStart.STARTTLS, reading.policy().tlsStart());

    layered.setProperty("mail.imaps.security.tls-start", "implicit");
    reading = Sessions.legible(ProtocolName.IMAPS, layered);
    assertEquals(TlsStart.IMPLICIT, reading.policy().tlsStart());
  }

  @Test
  void allProblemsAreReportedTogether() {
    List<String> keys =
        new ArrayList<>(
            Sessions.problems(
                    "mail.security.minimum-level", "pinned",
                    "mail.imaps.security.tls-start", "maybe",
                    "mail.imap.security.oldest-tls", "SSLv3",
                    "mail.imaps.security.nonsense", "x",
                    "mail.imaps.security.trust-anchors", new Object(),
                    "mail.imaps.security.pins", "p",
                    "mail.imaps.security.handshake-timeout", "soon",
                    "mail.security.listener", "me",
                    "mail.imaps.ssl.trust", "*",
                    "mail.imap.ssl.checkserveridentity", "no",
                    "mail.imaps.ssl.protocols", "TLSv1",
                    "mail.imaps.ssl.ciphersuites", "NULL",
                    "mail.imaps.port", "imap")
                .stream()
                .map(SettingProblem::key)
                .sorted()
                .toList());

    assertEquals(
        List.of(
            "mail.imap.security.oldest-tls",
            "mail.imap.ssl.checkserveridentity",
            "mail.imaps.port",
            "mail.imaps.security.handshake-timeout",
            "mail.imaps.security.nonsense",
            "mail.imaps.security.pins",
            "mail.imaps.security.tls-start",
            "mail.imaps.security.trust-anchors",
            "mail.imaps.ssl.ciphersuites",
            "mail.imaps.ssl.protocols",
            "mail.imaps.ssl.trust",
            "mail.security.listener",
            "mail.security.minimum-level"),
        keys);
  }
}
