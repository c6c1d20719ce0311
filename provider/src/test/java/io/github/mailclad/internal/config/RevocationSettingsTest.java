package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.NoCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.refusal.SettingProblem;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RevocationSettingsTest {
  private static final X509CRL LIST = CrlBuilder.by(CertificateBuilder.root("Lists")).list();

  private static RevocationPolicy read(PolicyKey key, Object value) {
    return Sessions.policy("mail.imaps." + key.suffix(), value).trust().revocation();
  }

  @Test
  void withoutSettingsItIsSoftAndNothingIsFetched() {
    RevocationPolicy policy = Sessions.legible(ProtocolName.IMAPS).policy().trust().revocation();

    assertEquals(
        new RevocationPolicy(Requirement.SOFT, new NoCrls(), Fetch.NEVER, Duration.ofSeconds(5)),
        policy);
    assertEquals("soft", PolicyKey.REVOCATION.defaultValue());
    assertEquals("never", PolicyKey.REVOCATION_FETCH.defaultValue());
    assertEquals("5000", PolicyKey.REVOCATION_TIMEOUT.defaultValue());
  }

  @Test
  void everyValueIsRead() {
    assertEquals(Requirement.HARD, read(PolicyKey.REVOCATION, "hard").requirement());
    assertEquals(Requirement.SOFT, read(PolicyKey.REVOCATION, "Soft").requirement());
    assertEquals(Fetch.NEVER, read(PolicyKey.REVOCATION_FETCH, "never").fetch());
    assertEquals(Fetch.CRL, read(PolicyKey.REVOCATION_FETCH, "crl").fetch());
    assertEquals(Fetch.OCSP, read(PolicyKey.REVOCATION_FETCH, "ocsp").fetch());
    assertEquals(Fetch.OCSP_AND_CRL, read(PolicyKey.REVOCATION_FETCH, "OCSP-and-CRL").fetch());
    assertEquals(Duration.ofMinutes(1), read(PolicyKey.REVOCATION_TIMEOUT, "60000").timeout());
    assertEquals(Duration.ofMillis(1), read(PolicyKey.REVOCATION_TIMEOUT, 1).timeout());
    assertEquals(
        new CrlFiles(Path.of("etc/crls")), read(PolicyKey.REVOCATION_CRLS, "etc/crls").crls());
  }

  @Test
  void listsMayBeObjects() {
    GivenCrls expected = new GivenCrls(List.of(LIST));

    for (Object value : List.of(LIST, List.of(LIST), Set.of(LIST), new X509CRL[] {LIST})) {
      assertEquals(expected, read(PolicyKey.REVOCATION_CRLS, value).crls());
    }
  }

  /** A value that a setting does not have. */
  record Bad(PolicyKey key, Object value) {
    @Override
    public String toString() {
      return key.key() + "=" + value;
    }
  }

  static Stream<Bad> badValues() {
    return Stream.of(
            bad(PolicyKey.REVOCATION, "off", "none", "", "hard ", "true", true, new Object()),
            bad(PolicyKey.REVOCATION_FETCH, "ocsp_and_crl", "always", "", "true", true),
            bad(PolicyKey.REVOCATION_TIMEOUT, "0", "60001", "-1", "5s", "", new Object()),
            bad(PolicyKey.REVOCATION_CRLS, "", " ", "a\0b", List.of(), List.of(LIST, "x"), 1))
        .flatMap(List::stream);
  }

  private static List<Bad> bad(PolicyKey key, Object... values) {
    return Arrays.stream(values).map(value -> new Bad(key, value)).toList();
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void whatIsNoValueIsAProblemThatTellsTheChoices(Bad bad) {
    String key = "mail.imaps." + bad.key().suffix();

    List<SettingProblem> problems = Sessions.problems(key, bad.value());

    assertEquals(1, problems.size(), problems::toString);
    assertEquals(key, problems.get(0).key());
    assertTrue(problems.get(0).remedy().contains(bad.key().choices()), problems::toString);
  }

  @Test
  void withoutAMinimumTheSettingsHaveNoEffectAndThatIsNoted() {
    for (PolicyKey key :
        List.of(PolicyKey.REVOCATION, PolicyKey.REVOCATION_CRLS, PolicyKey.REVOCATION_FETCH)) {
      String value = key == PolicyKey.REVOCATION_FETCH ? "crl" : "hard";
      assertEquals(
          List.of("mail.imaps." + key.suffix() + " has no effect with minimum-level=none"),
          Sessions.legible(
                  ProtocolName.IMAPS,
                  "mail.imaps.security.minimum-level",
                  "none",
                  "mail.imaps." + key.suffix(),
                  value)
              .notes());
    }
  }
}
