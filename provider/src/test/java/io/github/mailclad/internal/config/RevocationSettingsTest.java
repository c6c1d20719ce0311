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

  private static RevocationPolicy read(Key<?> key, Object value) {
    return Sessions.policy("mail.imaps." + key.suffix(), value).trust().revocation();
  }

  @Test
  void withoutSettingsItIsSoftAndNothingIsFetched() {
    RevocationPolicy policy = Sessions.legible(ProtocolName.IMAPS).policy().trust().revocation();

    assertEquals(
        new RevocationPolicy(Requirement.SOFT, new NoCrls(), Fetch.NEVER, Duration.ofSeconds(5)),
        policy);
    assertEquals("soft", RevocationKeys.REVOCATION.defaultText());
    assertEquals("never", RevocationKeys.REVOCATION_FETCH.defaultText());
    assertEquals("5000", RevocationKeys.REVOCATION_TIMEOUT.defaultText());
  }

  @Test
  void everyValueIsRead() {
    assertEquals(Requirement.HARD, read(RevocationKeys.REVOCATION, "hard").requirement());
    assertEquals(Requirement.SOFT, read(RevocationKeys.REVOCATION, "Soft").requirement());
    assertEquals(Fetch.NEVER, read(RevocationKeys.REVOCATION_FETCH, "never").fetch());
    assertEquals(Fetch.CRL, read(RevocationKeys.REVOCATION_FETCH, "crl").fetch());
    assertEquals(Fetch.OCSP, read(RevocationKeys.REVOCATION_FETCH, "ocsp").fetch());
    assertEquals(Fetch.OCSP_AND_CRL, read(RevocationKeys.REVOCATION_FETCH, "OCSP-and-CRL").fetch());
    assertEquals(Duration.ofMinutes(1), read(RevocationKeys.REVOCATION_TIMEOUT, "60000").timeout());
    assertEquals(Duration.ofMillis(1), read(RevocationKeys.REVOCATION_TIMEOUT, 1).timeout());
    assertEquals(
        new CrlFiles(Path.of("etc/crls")), read(RevocationKeys.REVOCATION_CRLS, "etc/crls").crls());
  }

  @Test
  void listsMayBeObjects() {
    GivenCrls expected = new GivenCrls(List.of(LIST));

    for (Object value : List.of(LIST, List.of(LIST), Set.of(LIST), new X509CRL[] {LIST})) {
      assertEquals(expected, read(RevocationKeys.REVOCATION_CRLS, value).crls());
    }
  }

  /** A value that a setting does not have. */
  record Bad(Key<?> key, Object value) {
    @Override
    public String toString() {
      return key.name() + "=" + value;
    }
  }

  static Stream<Bad> badValues() {
    return Stream.of(
            bad(RevocationKeys.REVOCATION, "off", "none", "", "hard ", "true", true, new Object()),
            bad(RevocationKeys.REVOCATION_FETCH, "ocsp_and_crl", "always", "", "true", true),
            bad(RevocationKeys.REVOCATION_TIMEOUT, "0", "60001", "-1", "5s", "", new Object()),
            bad(RevocationKeys.REVOCATION_CRLS, "", " ", "a\0b", List.of(), List.of(LIST, "x"), 1))
        .flatMap(List::stream);
  }

  private static List<Bad> bad(Key<?> key, Object... values) {
    return Arrays.stream(values).map(value -> new Bad(key, value)).toList();
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void aWrongValueIsAProblemThatNamesTheChoices(Bad bad) {
    String key = "mail.imaps." + bad.key().suffix();

    List<SettingProblem> problems = Sessions.problems(key, bad.value());

    assertEquals(1, problems.size(), problems::toString);
    assertEquals(key, problems.get(0).key());
    assertTrue(problems.get(0).remedy().contains(bad.key().choices()), problems::toString);
  }

  @Test
  void withoutAMinimumTheSettingsHaveNoEffectAndThatIsNoted() {
    for (Key<?> key :
        List.of(
            RevocationKeys.REVOCATION,
            RevocationKeys.REVOCATION_CRLS,
            RevocationKeys.REVOCATION_FETCH)) {
      String value = key == RevocationKeys.REVOCATION_FETCH ? "crl" : "hard";
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
