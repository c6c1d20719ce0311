package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the metadata of the published jars, for each kind of reader. */
class ShippedJarIT {
  private static final Pattern LISTED =
      Pattern.compile("protocol=(\\w+); type=(store|transport); class=([\\w.]+); vendor=Mailclad;");

  private static final Pattern OF_OTHERS =
      Pattern.compile("\\x01\\x00[\\x10-\\x7f]org\\.bouncycastle\\.asn1\\.\\w+");

  /** A provider as a list names it. */
  private record Named(String protocol, Provider.Type type, String className) {
    static Named of(Provider provider) {
      return new Named(provider.getProtocol(), provider.getType(), provider.getClassName());
    }

    static Named of(String line) {
      Matcher matcher = LISTED.matcher(line);
      assertTrue(matcher.matches(), line);
      return new Named(
          matcher.group(1),
          matcher.group(2).equals("store") ? Provider.Type.STORE : Provider.Type.TRANSPORT,
          matcher.group(3));
    }
  }

  private static List<String> lines(String entry) throws IOException {
    return lines(Jars.mailclad(), entry);
  }

  private static List<String> lines(Path path, String entry) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      assertNotNull(jar.getEntry(entry), entry);
      try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
        return new String(in.readAllBytes(), UTF_8).lines().filter(l -> !l.isBlank()).toList();
      }
    }
  }

  private static ModuleDescriptor module() {
    return ModuleFinder.of(Jars.mailclad()).find("io.github.mailclad").orElseThrow().descriptor();
  }

  private static ModuleDescriptor verifier() {
    return ModuleFinder.of(Jars.verify())
        .find("io.github.mailclad.verify")
        .orElseThrow()
        .descriptor();
  }

  private static String header(String name) throws IOException {
    return header(Jars.mailclad(), name);
  }

  private static String header(Path path, String name) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Attributes main = jar.getManifest().getMainAttributes();
      String value = main.getValue(name);
      assertNotNull(value, () -> name + " is not among " + main.keySet());
      return value;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"META-INF/jakarta.providers", "META-INF/javamail.providers"})
  void resourceFilesListTheSameProvidersAsTheServices(String resource) throws Exception {
    List<Named> services =
        lines("META-INF/services/jakarta.mail.Provider").stream()
            .map(ShippedJarIT::provider)
            .map(Named::of)
            .toList();
    assertEquals(8, services.size());
    assertEquals(services, lines(resource).stream().map(Named::of).toList());
  }

  @Test
  void theOldestAngusHasEveryMemberThatIsUsed() throws Exception {
    ReferencedMembers.Result result =
        ReferencedMembers.of(Jars.mailclad(), Jars.in("angus-oldest"));
    assertEquals(Set.of(), result.missing());
    assertTrue(result.compared() > 5000, () -> result.compared() + " uses");
    // the API alone has no class of Angus
    List<Path> api =
        Jars.in("angus-oldest").stream().filter(jar -> jar.toString().contains("-api-")).toList();
    Set<String> missing = ReferencedMembers.of(Jars.mailclad(), api).missing();
    assertTrue(
        missing.stream().anyMatch(name -> name.startsWith("org/eclipse/angus/mail/iap/")),
        missing.toString());
  }

  @Test
  void moduleProvidesTheSameProvidersAsTheServices() throws Exception {
    List<String> provided =
        module().provides().stream()
            .filter(provides -> provides.service().equals("jakarta.mail.Provider"))
            .flatMap(provides -> provides.providers().stream())
            .toList();
    assertEquals(lines("META-INF/services/jakarta.mail.Provider"), provided);
  }

  private static Map<String, Set<Requires.Modifier>> requires(ModuleDescriptor module) {
    return module.requires().stream()
        .collect(Collectors.toMap(Requires::name, Requires::modifiers));
  }

  @Test
  void moduleRunsWithAndWithoutAModuleOfAngus() {
    Map<String, Set<Requires.Modifier>> requires = requires(module());
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.eclipse.angus.mail"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.jspecify"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.bouncycastle.tls"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.conscrypt"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("jakarta.servlet"));
    assertEquals(Set.of(Requires.Modifier.TRANSITIVE), requires.get("jakarta.mail"));
    assertEquals(Set.of(Requires.Modifier.TRANSITIVE), requires.get("io.github.mailclad.verify"));
    assertFalse(module().isOpen() || module().isAutomatic());
  }

  @Test
  void theModuleOfTheVerifierRunsWithTheJdkAlone() {
    Map<String, Set<Requires.Modifier>> requires = requires(verifier());
    assertEquals(
        Set.of("java.base", "java.net.http", "java.xml"),
        requires.entrySet().stream()
            .filter(each -> !each.getValue().contains(Requires.Modifier.STATIC))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
    assertEquals(
        Set.of(
            "org.jspecify",
            "org.dnsjava",
            "java.sql",
            "org.bouncycastle.provider",
            "com.fasterxml.jackson.core"),
        requires.entrySet().stream()
            .filter(each -> each.getValue().contains(Requires.Modifier.STATIC))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
    assertFalse(verifier().isOpen() || verifier().isAutomatic());
  }

  private static Map<String, Set<String>> exports(ModuleDescriptor module) {
    return module.exports().stream()
        .collect(
            Collectors.toMap(ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets));
  }

  @Test
  void theModuleOfTheVerifierExportsItsInternalPackagesToTheSiblingsOnly() {
    Set<String> provider = Set.of("io.github.mailclad", "io.github.mailclad.javax");
    assertEquals(
        Map.ofEntries(
            Map.entry("io.github.mailclad", Set.of()),
            Map.entry("io.github.mailclad.account", Set.of()),
            Map.entry("io.github.mailclad.discovery", Set.of()),
            Map.entry("io.github.mailclad.dns", Set.of()),
            Map.entry("io.github.mailclad.refusal", Set.of()),
            Map.entry("io.github.mailclad.resolver", Set.of()),
            Map.entry("io.github.mailclad.verify", Set.of()),
            Map.entry("io.github.mailclad.internal.client", provider),
            Map.entry("io.github.mailclad.internal.dane", provider),
            Map.entry("io.github.mailclad.internal.der", provider),
            Map.entry(
                "io.github.mailclad.internal.discovery",
                Set.of(
                    "io.github.mailclad",
                    "io.github.mailclad.accounts",
                    "io.github.mailclad.javax")),
            Map.entry("io.github.mailclad.internal.dns", provider),
            Map.entry("io.github.mailclad.internal.files", provider),
            Map.entry("io.github.mailclad.internal.handshake", provider),
            Map.entry("io.github.mailclad.internal.https", provider),
            Map.entry("io.github.mailclad.internal.revocation", provider),
            Map.entry("io.github.mailclad.internal.text", provider),
            Map.entry("io.github.mailclad.internal.trust", provider)),
        exports(verifier()));
  }

  @Test
  void moduleExportsTheSeamToJakartaMailAndItsCoreToTheAccountsOnly() {
    Map<String, Set<String>> exports = exports(module());
    Set<String> sibling = Set.of("io.github.mailclad.accounts");
    assertEquals(
        Map.ofEntries(
            Map.entry("io.github.mailclad.check", Set.of()),
            Map.entry("io.github.mailclad.mail", Set.of()),
            Map.entry("io.github.mailclad.signin", Set.of()),
            Map.entry("io.github.mailclad.internal.connect", sibling),
            Map.entry("io.github.mailclad.internal.memory", sibling),
            Map.entry("io.github.mailclad.internal.mailproto", sibling),
            Map.entry("io.github.mailclad.angus", Set.of("jakarta.mail"))),
        exports);
  }

  @Test
  void verifierHasWhatItUsesOfBouncyCastleUnderAPackageOfItsOwn() throws Exception {
    assertTrue(
        String.join(" ", lines(Jars.verify(), "META-INF/licenses/bouncy-castle.txt"))
            .contains("Copyright"));
    assertFalse(header(Jars.verify(), "Import-Package").contains("org.bouncycastle"), "no bundle");
    int copied = 0;
    try (JarFile jar = new JarFile(Jars.verify().toFile())) {
      for (JarEntry entry : classes(jar)) {
        String name = entry.getName();
        assertTrue(
            name.startsWith("io/github/mailclad/") || name.equals("module-info.class"), name);
        copied += name.startsWith("io/github/mailclad/internal/bouncycastle/") ? 1 : 0;
        String code = code(jar, entry);
        assertFalse(code.contains("org/bouncycastle/"), name);
        // the system properties that loosen how DER is read have other names, too
        assertFalse(OF_OTHERS.matcher(code).find(), name);
      }
    }
    assertTrue(copied > 100 && copied < 600, "copied classes: " + copied);
  }

  /** The TLS of Bouncy Castle is the application's own (tls-provider). */
  @Test
  void providerUsesNothingOfBouncyCastleButItsTls() throws Exception {
    assertTrue(
        header("Import-Package")
            .matches(
                ".*,org\\.bouncycastle\\.jsse\\.provider;version=\"[^\"]+\";resolution:=optional,.*"),
        header("Import-Package"));
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      for (JarEntry entry : classes(jar)) {
        assertFalse(entry.getName().contains("bouncycastle/"), entry.getName());
        assertFalse(code(jar, entry).contains("org/bouncycastle/asn1/"), entry.getName());
      }
    }
  }

  private static List<JarEntry> classes(JarFile jar) {
    return jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
  }

  private static String code(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void verifierIsABundleThatNeedsNoMail() throws Exception {
    assertEquals("io.github.mailclad.verify", header(Jars.verify(), "Bundle-SymbolicName"));
    assertTrue(header(Jars.verify(), "Export-Package").contains("io.github.mailclad.verify;"));
    assertTrue(header(Jars.verify(), "Bundle-License").contains("MIT"));
    assertFalse(header(Jars.verify(), "Import-Package").contains("mail."), "no mail library");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bundle-SymbolicName | io.github.mailclad",
        "Provide-Capability | osgi.serviceloader;osgi.serviceloader=\"jakarta.mail.Provider\"",
        "Require-Capability | osgi.extender=osgi.serviceloader.registrar",
        "Require-Capability | resolution:=optional",
        "Import-Package | jakarta.servlet;version=\"[5.0,7)\";resolution:=optional",
        "Import-Package | jakarta.mail;version=\"[2.1,3)\"",
        "Import-Package | org.eclipse.angus.mail.imap;version=\"[2.0,3)\"",
        "Import-Package | org.eclipse.angus.mail.smtp;version=\"[2.0,3)\"",
        "Import-Package | org.eclipse.angus.mail.pop3;version=\"[2.0,3)\"",
        "Import-Package | io.github.mailclad;version=\"[0.1,1)\"",
        "Export-Package | io.github.mailclad.angus;",
        "Export-Package | io.github.mailclad.check;",
        "Export-Package | io.github.mailclad.mail;",
        "Export-Package | io.github.mailclad.signin;",
        "Bundle-License | Apache-2.0,BSD-2-Clause",
      })
  void manifestIsABundleOfOsgi(String name, String part) throws Exception {
    assertTrue(header(name).contains(part), () -> part + " is missing");
  }

  @Test
  void bundleHoldsTheJarsThatAreNoBundlesWhereOnlyOsgiFindsThem() throws Exception {
    String path = header("Bundle-ClassPath");
    assertFalse(header("Import-Package").contains("com.ongres"), "no bundle exports it");
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      assertFalse(
          jar.stream().anyMatch(entry -> entry.getName().startsWith("com/ongres")),
          "the class path would have the classes twice");
      for (String name : List.of("scram-client", "scram-common", "saslprep", "stringprep")) {
        String entry = "OSGI-INF/lib/" + name + ".jar";
        assertTrue(path.contains(entry), path);
        Path published =
            Jars.common().stream()
                .filter(common -> common.getFileName().toString().startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
          assertArrayEquals(Files.readAllBytes(published), in.readAllBytes(), entry);
        }
      }
    }
  }

  @Test
  void bundlesExportInternalPackagesToWhoNamesThemInternalOnly() throws Exception {
    assertExportsInternal(Jars.mailclad(), module());
    assertExportsInternal(Jars.verify(), verifier());
    Set<String> own = module().packages();
    assertEquals(
        List.of(),
        Pattern.compile("io\\.github\\.mailclad[\\w.]*")
            .matcher(header("Import-Package"))
            .results()
            .map(MatchResult::group)
            .filter(own::contains)
            .toList(),
        "a bundle that imports its own packages can be wired to another one's");
  }

  private static void assertExportsInternal(Path path, ModuleDescriptor module) throws IOException {
    String unquoted = header(path, "Export-Package").replaceAll("\"[^\"]*\"", "");
    List<String> internal =
        Stream.of(unquoted.split(",", -1))
            .filter(clause -> clause.startsWith("io.github.mailclad.internal."))
            .toList();
    assertEquals(
        module.exports().stream()
            .filter(e -> e.source().startsWith("io.github.mailclad.internal."))
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet()),
        internal.stream().map(clause -> clause.split(";", 2)[0]).collect(Collectors.toSet()),
        "the bundle exports what the module does");
    internal.forEach(clause -> assertTrue(clause.contains("mandatory:=mailclad"), clause));
  }

  @Test
  void listingTheProvidersNeedsNoClassOfAngus() throws Exception {
    URL[] withoutAngus =
        Stream.of(Jars.mailclad(), Jars.origin(Session.class))
            .map(
                path -> {
                  try {
                    return path.toUri().toURL();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(withoutAngus, ClassLoader.getPlatformClassLoader())) {
      for (String name : lines("META-INF/services/jakarta.mail.Provider")) {
        Class<?> type = Class.forName(name, true, loader);
        Object provider = type.getConstructor().newInstance();
        assertEquals("jakarta.mail.Provider", type.getSuperclass().getName());
        assertEquals(0, type.getAnnotations().length, "Angus's annotation would make it a default");
        assertTrue(provider.toString().contains("io.github.mailclad.angus."));
      }
    }
  }

  @Test
  void everyListedClassIsThere() throws Exception {
    for (String line : lines("META-INF/jakarta.providers")) {
      Named named = Named.of(line);
      assertNotNull(Class.forName(named.className()), line);
    }
  }

  private static Provider provider(String className) {
    try {
      return Class.forName(className).asSubclass(Provider.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(className, e);
    }
  }
}
