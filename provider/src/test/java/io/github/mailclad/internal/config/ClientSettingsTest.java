package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.BoundAccount;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.ClientIdentity.KeySource;
import io.github.mailclad.Host;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  private static final String KEY = "mail.imaps.security.client-certificate";
  private static final Issued CARD = CertificateBuilder.client().selfSigned();

  private static ClientIdentity identity(Object... keysAndValues) {
    return Objects.requireNonNull(Sessions.policy(keysAndValues).clientIdentity());
  }

  @Test
  @Requirement(
      value = {"D-5.5-2", "CC-1"},
      heldBy = {"ClientSettings", "ClientIdentity"})
  void withoutTheSettingThereIsNoneAndWithItTheStrictDefaultsHold() {
    assertNull(Sessions.policy().clientIdentity());
    ClientIdentity identity =
        identity(KEY, "me.p12", "mail.imaps.user", "me", "mail.imaps.host", "Mail.Example.org.");
    assertEquals(new KeySource.KeyFile(Path.of("me.p12"), null, null), identity.source());
    assertEquals(new BoundAccount("me", Host.of("mail.example.org"), 993), identity.binding());
    assertEquals(Set.of(), identity.alsoOver());
  }

  /** A setting, and the account and server that it names. */
  record Bound(String text, String user, String host, int port) {}

  static Stream<Bound> bindings() {
    return Stream.of(
        new Bound("me@mail.example.org", "me", "mail.example.org", 993),
        new Bound("me@example.org@mail.example.org", "me@example.org", "mail.example.org", 993),
        new Bound("@mail.example.org", "", "mail.example.org", 993),
        new Bound("me@mail.example.org:1993", "me", "mail.example.org", 1993),
        new Bound("me@192.0.2.1:1993", "me", "192.0.2.1", 1993),
        new Bound("me@2001:db8::1", "me", "2001:db8:0:0:0:0:0:1", 993),
        new Bound("me@[2001:db8::1]:1993", "me", "2001:db8:0:0:0:0:0:1", 1993));
  }

  @ParameterizedTest
  @MethodSource("bindings")
  @Requirement(
      value = {"D-5.5-2", "F-5.5-3"},
      heldBy = "ClientSettings")
  void itIsBoundToOneUserAtOneServer(Bound bound) {
    BoundAccount binding = identity(KEY, "me.p12", KEY + "-for", bound.text()).binding();
    assertEquals(bound.user(), binding.user());
    assertEquals(bound.host(), binding.host().text());
    assertEquals(bound.port(), binding.port());
  }

  @Test
  void thePortIsTheOneOfTheAccount() {
    String to = "me@mail.example.org";
    assertEquals(
        1993,
        identity(KEY, "me.p12", KEY + "-for", to, "mail.imaps.port", "1993").binding().port());
    assertEquals(
        143,
        identity(KEY, "me.p12", KEY + "-for", to, "mail.imaps.security.tls-start", "starttls")
            .binding()
            .port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "me",
        "me@",
        "me@mail example",
        "me@mail.example.org:0",
        "me@mail.example.org:99999",
        "me@mail.example.org:",
        "me@[2001:db8::1",
        "me@[::1]x"
      })
  @Requirement(value = "D-5.5-2", heldBy = "ClientSettings")
  void aValueWithoutAccountAndServerIsAProblem(String to) {
    assertEquals(List.of(KEY + "-for"), problemKeys(KEY, "me.p12", KEY + "-for", to));
  }

  @Test
  @Requirement(
      value = {"D-5.5-2", "F-5.5-3"},
      heldBy = "ClientSettings")
  void withoutAccountOrServerItIsAProblemThatNamesTheSetting() {
    for (List<Object> half :
        List.<List<Object>>of(
            List.of(KEY, "me.p12"),
            List.of(KEY, "me.p12", "mail.imaps.user", "me"),
            List.of(KEY, "me.p12", "mail.imaps.host", "mail.example.org"))) {
      List<SettingProblem> problems = Sessions.problems(half.toArray());
      assertEquals(1, problems.size(), problems::toString);
      assertEquals(KEY, problems.get(0).key());
      assertTrue(problems.get(0).remedy().contains(KEY + "-for"), problems::toString);
    }
    assertEquals(
        "you",
        identity(KEY, "me.p12", "mail.user", "you", "mail.host", "mail.example.org")
            .binding()
            .user());
  }

  @Test
  @Requirement(value = "CC-1", heldBy = "ClientSettings")
  void otherConnectionsAreReleasedByName() {
    String[] bound = {KEY, "me.p12", KEY + "-for", "me@mail.example.org"};
    assertEquals(
        Set.of(Exposure.TLS_1_2, Exposure.STARTTLS),
        identity(with(bound, KEY + "-also-over", "tlsv1.2, STARTTLS")).alsoOver());
    assertEquals(Set.of(), identity(with(bound, KEY + "-also-over", "")).alsoOver());
    for (Object wrong : List.of("TLSv1.1", "all", "true", List.of("starttls"))) {
      assertEquals(
          List.of(KEY + "-also-over"), problemKeys(with(bound, KEY + "-also-over", wrong)));
    }
  }

  @Test
  void objectsAreTakenAsTheyAre() throws Exception {
    KeyStore store = CARD.keyStore("secret");
    KeyStore.PrivateKeyEntry entry =
        new KeyStore.PrivateKeyEntry(CARD.key(), CARD.chain().toArray(new X509Certificate[0]));
    Object[] bound = {KEY + "-for", "me@mail.example.org"};
    assertEquals(
        new KeySource.GivenKeyStore(store, "secret", "key"),
        identity(with(bound, KEY, store, KEY + "-password", "secret", KEY + "-alias", "key"))
            .source());
    assertEquals(new KeySource.GivenKey(entry), identity(with(bound, KEY, entry)).source());
    assertInstanceOf(
        KeySource.GivenKeyManager.class,
        identity(with(bound, KEY, CARD.keyManager(), KEY + "-alias", "only")).source());
    assertEquals(List.of(KEY), problemKeys(with(bound, KEY, CARD.certificate())));
    assertEquals(List.of(KEY), problemKeys(with(bound, KEY, " ")));
    assertEquals(
        List.of(KEY + "-password", KEY + "-alias"),
        problemKeys(with(bound, KEY, entry, KEY + "-password", "x", KEY + "-alias", "y")));
  }

  @Test
  void whatIsAboutNoCertificateIsAProblem() {
    for (String about : List.of("-password", "-alias", "-for", "-also-over")) {
      assertEquals(List.of(KEY + about), problemKeys(KEY + about, "me@mail.example.org"));
    }
  }

  @Test
  @Requirement(value = "D-5.5-2", heldBy = "ClientSettings")
  void anAcceptedCertificateIsNoAuthenticatedServer() {
    assertEquals(
        List.of(KEY),
        problemKeys(
            KEY,
            "me.p12",
            KEY + "-for",
            "me@mail.example.org",
            "mail.imaps.security.minimum-level",
            "encrypted",
            "mail.imaps.security.account-pin",
            "certificate-sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
  }

  @Test
  void thePasswordIsInNoText() {
    String password = Sentinels.fresh().password();
    AccountConfig good =
        Sessions.legible(
            ProtocolName.IMAPS,
            KEY,
            "me.p12",
            KEY + "-for",
            "me@mail.example.org",
            KEY + "-password",
            password,
            "mail.security.client-certificate-password",
            "another");
    assertFalse((good + " " + good.policy() + good.policy().clientIdentity()).contains(password));
    assertEquals(1, good.notes().size());
    List<SettingProblem> bad =
        Sessions.problems(
            KEY, " ", KEY + "-password", password, KEY + "-pasword", password, KEY + "-for", "x");
    assertFalse(bad.toString().contains(password), bad::toString);
  }

  private static Object[] with(Object[] some, Object... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
  }

  private static List<String> problemKeys(Object... keysAndValues) {
    return Sessions.problems(keysAndValues).stream().map(SettingProblem::key).toList();
  }
}
