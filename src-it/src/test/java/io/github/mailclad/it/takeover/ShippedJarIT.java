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

/** Tests of the metadata of the published jar, for each kind of reader. */
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
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      assertNotNull(jar.getEntry(entry), entry);
      try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
        return new String(in.readAllBytes(), UTF_8).lines().filter(l -> !l.isBlank()).toList();
      }
    }
  }

  private static ModuleDescriptor module() {
    return ModuleFinder.of(Jars.mailclad()).find("io.github.mailclad").orElseThrow().descriptor();
  }

  private static String header(String name) throws IOException {
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
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
  void moduleProvidesTheSameProvidersAsTheServices() throws Exception {
    List<String> provided =
        module().provides().stream()
            .filter(provides -> provides.service().equals("jakarta.mail.Provider"))
            .flatMap(provides -> provides.providers().stream())
            .toList();
    assertEquals(lines("META-INF/services/jakarta.mail.Provider"), provided);
  }

  @Test
  void moduleRunsWithAndWithoutAModuleOfAngus() {
    Map<String, Set<Requires.Modifier>> requires =
        module().requires().stream().collect(Collectors.toMap(Requires::name, Requires::modifiers));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.eclipse.angus.mail"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.jspecify"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.dnsjava"));
    assertEquals(Set.of(Requires.Modifier.STATIC), requires.get("org.bouncycastle.provider"));
    assertEquals(Set.of(Requires.Modifier.TRANSITIVE), requires.get("jakarta.mail"));
    assertFalse(module().isOpen() || module().isAutomatic());
  }

  @Test
  void moduleExportsTheSeamToJakartaMailAndItsCoreToTheAccountsOnly() {
    Map<String, Set<String>> exports =
        module().exports().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets));
    Set<String> sibling = Set.of("io.github.mailclad.accounts");
    assertEquals(
        Map.ofEntries(
            Map.entry("io.github.mailclad", Set.of()),
            Map.entry("io.github.mailclad.account", Set.of()),
            Map.entry("io.github.mailclad.dns", Set.of()),
            Map.entry("io.github.mailclad.refusal", Set.of()),
            Map.entry("io.github.mailclad.resolver", Set.of()),
            Map.entry("io.github.mailclad.check", Set.of()),
            Map.entry("io.github.mailclad.verify", Set.of()),
            Map.entry("io.github.mailclad.internal.connect", sibling),
            Map.entry("io.github.mailclad.internal.discovery", sibling),
            Map.entry("io.github.mailclad.internal.memory", sibling),
            Map.entry("io.github.mailclad.internal.mailproto", sibling),
            Map.entry("io.github.mailclad.angus", Set.of("jakarta.mail"))),
        exports);
  }

  @Test
  void jarHasWhatItUsesOfBouncyCastleUnderAPackageOfItsOwn() throws Exception {
    assertFalse(header("Import-Package").contains("org.bouncycastle"), "no bundle is needed");
    assertTrue(
        String.join(" ", lines("META-INF/licenses/bouncy-castle.txt")).contains("Copyright"));
    int copied = 0;
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        String name = entry.getName();
        assertTrue(
            name.startsWith("io/github/mailclad/") || name.equals("module-info.class"), name);
        copied += name.startsWith("io/github/mailclad/internal/bouncycastle/") ? 1 : 0;
        try (InputStream in = jar.getInputStream(entry)) {
          String code = new String(in.readAllBytes(), ISO_8859_1);
          assertFalse(code.contains("org/bouncycastle/"), name);
          // the system properties that loosen how DER is read have other names, too
          assertFalse(OF_OTHERS.matcher(code).find(), name);
        }
      }
    }
    assertTrue(copied > 100 && copied < 600, "copied classes: " + copied);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bundle-SymbolicName | io.github.mailclad",
        "Provide-Capability | osgi.serviceloader;osgi.serviceloader=\"jakarta.mail.Provider\"",
        "Require-Capability | osgi.extender=osgi.serviceloader.registrar",
        "Require-Capability | resolution:=optional",
        "Import-Package | jakarta.mail;version=\"[2.1,3)\"",
        "Import-Package | org.eclipse.angus.mail.imap;version=\"[2.0,3)\"",
        "Import-Package | org.eclipse.angus.mail.smtp;version=\"[2.0,3)\"",
        "Import-Package | org.eclipse.angus.mail.pop3;version=\"[2.0,3)\"",
        "Export-Package | io.github.mailclad;",
        "Export-Package | io.github.mailclad.angus;",
        "Export-Package | io.github.mailclad.check;",
        "Export-Package | io.github.mailclad.verify;",
        "Bundle-License | Apache-2.0,BSD-2-Clause",
        "Bundle-License | MIT",
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
  void bundleExportsInternalPackagesToWhoNamesThemInternalOnly() throws Exception {
    List<String> internal =
        Pattern.compile("io\\.github\\.mailclad\\.internal[^,\"]*(?:\"[^\"]*\"[^,\"]*)*")
            .matcher(header("Export-Package"))
            .results()
            .map(MatchResult::group)
            .toList();
    assertEquals(
        module().exports().stream()
            .filter(e -> e.targets().contains("io.github.mailclad.accounts"))
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet()),
        internal.stream().map(clause -> clause.split(";", 2)[0]).collect(Collectors.toSet()),
        "the bundle exports what the module does");
    internal.forEach(clause -> assertTrue(clause.contains("mandatory:=mailclad"), clause));
    assertFalse(
        header("Import-Package").contains("io.github.mailclad"),
        "a bundle that imports its own packages can be wired to another one's");
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
