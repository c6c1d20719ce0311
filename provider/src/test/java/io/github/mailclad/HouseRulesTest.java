package io.github.mailclad;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PeerVerifier;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for dependencies between packages, each with its reason. */
class HouseRulesTest {
  private static final String BASE = "io.github.mailclad";
  private static final String ANGUS = BASE + ".angus..";
  private static final String CONNECT = BASE + ".internal.connect..";
  private static final String TLS = BASE + ".internal.tls..";
  private static final String CONFIG = BASE + ".internal.config..";
  private static final String INTERNAL = BASE + ".internal..";

  /** The features of the security core. They depend on the vocabulary, and on no other feature. */
  private static final List<String> FEATURES =
      List.of("identity", "trust", "dane", "discovery", "sasl", "revocation", "client");

  private static final String[] CORE = {BASE, BASE + ".refusal..", BASE + ".verify..", INTERNAL};

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE)
          .that(
              DescribedPredicate.describe(
                  "neither a fixture nor a copy of another project's",
                  c ->
                      !c.getPackageName().startsWith(BASE + ".fixtures")
                          && !c.getPackageName().startsWith(BASE + ".internal.bouncycastle")));

  @Test
  void theRulesSeeTheClasses() {
    assertTrue(HOUSE.size() > 60, "classes: " + HOUSE.size());
    assertTrue(HOUSE.contain(Refusal.class));
  }

  static Stream<String> features() {
    return FEATURES.stream();
  }

  @ParameterizedTest
  @MethodSource("features")
  void aFeatureDependsOnTheVocabularyAndNoOtherFeature(String feature) {
    String[] others =
        Stream.concat(
                FEATURES.stream()
                    .filter(f -> !f.equals(feature))
                    .map(f -> BASE + ".internal." + f + ".."),
                Stream.of(CONNECT, TLS, CONFIG, ANGUS, BASE + ".verify..", BASE + ".check.."))
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".internal." + feature + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others)
            .because(
                "a check without dependencies on other checks can be read, tested and trusted alone"));
  }

  @Test
  void onlyOnePackageUsesHttp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".internal.revocation.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..")
            .because("one package shows where data leaves the machine"));
  }

  @Test
  void onlyOnePackageUsesTheFlightRecorder() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".internal.jfr..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.jfr..")
            .because("the Java runtime may lack it, so all other packages use the listener"));
  }

  @Test
  void onlyOnePackageUsesDnsjava() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".internal.dns..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.xbill..")
            .because("the library may be missing, so all other packages use the port"));
  }

  @Test
  void connectDependsOnFeaturesAndNotOnLaterSteps() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CONNECT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TLS, CONFIG, ANGUS)
            .because("a connection is decided before a socket exists, from values alone"));
  }

  @Test
  void tlsDependsOnConnectAndNotOnPropertiesOrAngus() {
    check(
        noClasses()
            .that()
            .resideInAPackage(TLS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONFIG, ANGUS, BASE + ".check..")
            .because("the secured socket serves one plan, independently of its caller"));
  }

  @Test
  void theDialectsDependOnTheVocabularyAndLogins() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".internal.mailproto..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are of another part",
                    c ->
                        c.getPackageName().startsWith(BASE + ".")
                            && !Set.of(
                                    BASE + ".refusal",
                                    BASE + ".internal.mailproto",
                                    BASE + ".internal.sasl",
                                    BASE + ".internal.text")
                                .contains(c.getPackageName())))
            .because("a protocol is lines in and out, on any connection"));
  }

  @Test
  void theNetworkDoesNotDependOnTheTrafficOverIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".internal.net..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONNECT, TLS, CONFIG, ANGUS, BASE + ".verify..")
            .because("addresses and proxies do not affect trust"));
  }

  @Test
  void settingsDependOnTheVocabularyAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONNECT, TLS, ANGUS, BASE + ".internal.trust..", BASE + ".verify..")
            .because("reading settings must not open files or sockets"));
  }

  @Test
  void noPackageDependsOnTheGlue() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ANGUS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ANGUS)
            .because("the glue is the last tier: dependencies go in one direction only"));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ANGUS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.angus..")
            .because("a change of Angus affects one package"));
  }

  @Test
  void theGlueHasOnlyClassesThatNeedMail() {
    Map<String, Set<String>> needs =
        HOUSE.stream()
            .filter(c -> c.getPackageName().equals(BASE + ".angus"))
            .collect(
                Collectors.groupingBy(
                    HouseRulesTest::fileOf,
                    Collectors.flatMapping(
                        c -> c.getDirectDependenciesFromSelf().stream().map(HouseRulesTest::target),
                        Collectors.toSet())));
    Set<String> glue = new HashSet<>();
    while (needs.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(n -> isMail(n) || glue.contains(n)))
        .map(e -> glue.add(e.getKey()))
        .reduce(false, Boolean::logicalOr)) {}
    Set<String> others =
        needs.keySet().stream()
            .filter(file -> !glue.contains(file))
            .filter(file -> !file.endsWith(".package-info"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(), others, "depends neither on Angus nor on Jakarta Mail, directly or indirectly");
  }

  private static boolean isMail(String type) {
    return type.startsWith("jakarta.mail.") || type.startsWith("org.eclipse.angus.");
  }

  private static String target(Dependency dependency) {
    return fileOf(dependency.getTargetClass());
  }

  private static String fileOf(JavaClass type) {
    return type.getName().replaceAll("\\$.*", "");
  }

  @Test
  void onlyFewPackagesDependOnJakartaMail() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ANGUS, BASE + ".check..", BASE + ".mail..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..")
            .because("the core depends on the JDK alone, and can be used and tested without mail"));
  }

  @Test
  void theVerifierDependsOnNoMailLibraryAndNotOnTheProvider() {
    JavaClasses verifier =
        HOUSE.that(DescribedPredicate.describe("in the verifier", HouseRulesTest::isInVerifier));
    assertTrue(verifier.contain(PeerVerifier.class) && verifier.contain(MailDiscovery.class));
    assertFalse(verifier.contain(InsecureConnectionException.class));
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "org.eclipse.angus..", "com.ongres..")
        .orShould()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the provider", c -> HOUSE.contain(c.getName()) && !isInVerifier(c)))
        .because("other mail programs verify servers with that jar alone")
        .check(verifier);
  }

  /** Returns whether a class is in the folder or jar that {@code PeerVerifier} comes from. */
  private static boolean isInVerifier(JavaClass type) {
    String jar = PeerVerifier.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return type.getSource().map(source -> source.getUri().toString()).orElse("").contains(jar);
  }

  @Test
  void publicSignaturesHaveNoInternalTypes() {
    check(
        classes()
            .that()
            .resideOutsideOfPackages(INTERNAL, ANGUS)
            .and()
            .arePublic()
            .should(HouseConditions.haveNoInternalTypeInTheirSignatures())
            .because("an internal type in a public signature can never be changed"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        slices()
            .matching(BASE + ".(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle of packages is one package with several names"));
  }

  @Test
  void noStaticStateIsMutable() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areNotDeclaredIn("io.github.mailclad.angus.CompositionRoot")
            .should()
            .beFinal()
            .andShould(HouseConditions.notHoldWhatChanges())
            .because("one account must not affect another; only the composition root is shared"));
  }

  @Test
  void theCoreDoesNotReadTheClockOrTheSystemsState() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "it asks the system",
                    call ->
                        Set.of(
                                "java.time.Instant.now",
                                "java.time.Clock.systemUTC",
                                "java.time.Clock.systemDefaultZone",
                                "java.time.Clock.system",
                                "java.time.LocalDate.now",
                                "java.time.LocalDateTime.now",
                                "java.time.ZonedDateTime.now",
                                "java.lang.System.currentTimeMillis",
                                "java.lang.System.getProperty",
                                "java.lang.System.getProperties",
                                "java.lang.System.getenv",
                                "java.lang.System.getLogger",
                                "java.lang.Boolean.getBoolean",
                                "java.lang.Integer.getInteger",
                                "java.security.Security.getProperty",
                                "javax.net.ssl.SSLContext.getDefault",
                                "javax.net.ssl.SSLSocketFactory.getDefault")
                            .contains(call.getTargetOwner().getName() + "." + call.getName())))
            .because("clock, anchors and switches are passed in, so that verdicts are repeatable"));
  }

  @Test
  void theCoreDoesNotLog() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..")
            .orShould(accessField(System.class, "out"))
            .orShould(accessField(System.class, "err"))
            .because("the core returns values; the glue decides what is logged"));
  }

  @Test
  void lettersChangeCaseInTheRootLocale() {
    check(
        noClasses()
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .because("in Turkish, MAIL in lower case is a different name"));
    assertTrue("MAIL".toLowerCase(Locale.ROOT).equals("mail"));
  }

  /**
   * Classes that change the case of Mailclad's constants, or map a name that a person wrote (IDNA).
   */
  private static final Set<String> OF_OTHER_WORDS =
      Set.of(
          BASE + ".DomainNames",
          BASE + ".account.AccountFile",
          BASE + ".discovery.ServerSettings",
          BASE + ".dns.DnssecStatus");

  @Test
  void namesAreComparedAsAscii() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(CONFIG, BASE + ".internal.text..")
            .and(
                DescribedPredicate.describe(
                    "compare names of peers",
                    c -> !OF_OTHER_WORDS.contains(c.getName().replaceAll("\\$.*", ""))))
            .should()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "the rules of Unicode decide",
                    call ->
                        call.getTargetOwner().isEquivalentTo(String.class)
                            && (Set.of(
                                        "toLowerCase",
                                        "toUpperCase",
                                        "equalsIgnoreCase",
                                        "compareToIgnoreCase")
                                    .contains(call.getName())
                                || (call.getName().equals("regionMatches")
                                    && call.getTarget().getRawParameterTypes().size() == 5))))
            .orShould(accessField(String.class, "CASE_INSENSITIVE_ORDER"))
            .because(
                "in the DNS a KELVIN SIGN is not a k (RFC 4343), and a long S does not begin STARTTLS"));
  }

  @Test
  void noCodeSwitchesOverTheSixServices() {
    Set<String> deciding =
        HOUSE.stream()
            .flatMap(c -> c.getFields().stream())
            .filter(f -> f.getName().equals("$SwitchMap$io$github$mailclad$MailService"))
            .map(f -> f.getOwner().getName())
            .collect(Collectors.toSet());
    assertTrue(
        deciding.isEmpty(),
        () -> "switch over MailService.protocol() or tlsStart() instead: " + deciding);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        HOUSE.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .collect(Collectors.toSet());
    assertTrue(unmarked.isEmpty(), () -> "without @NullMarked: " + unmarked);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(HOUSE);
  }
}
