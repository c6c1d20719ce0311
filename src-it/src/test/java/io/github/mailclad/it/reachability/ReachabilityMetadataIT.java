package io.github.mailclad.it.reachability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.fixtures.ScramServer;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reachability metadata of a native image. Where GraalVM is missing, reflective calls are held
 * back that are not registered, and recorded as its agent would.
 */
class ReachabilityMetadataIT {
  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  /** What the platform of the tests lacks, or what no login by password asks for. */
  private static final Set<String> NOT_ASKED_FOR =
      Set.of(
          "class org.xbill.DNS.dnssec.ValidatingResolver",
          "class org.slf4j.LoggerFactory",
          "class io.github.mailclad.angus.UnusableStore",
          "class io.github.mailclad.angus.UnusableTransport");

  private final World world = new World();

  private static Metadata metadata() throws IOException {
    return Metadata.of(ReachabilityMetadataIT.class.getClassLoader());
  }

  private String connect(ClosedWorld closed, String protocol) throws ReflectiveOperationException {
    ScramServer scram = ScramServer.of(world.sentinels, world.certificate.certificate());
    ScriptedServer<?> dialogue =
        ((ScriptedServer<?>) World.dialogue(protocol))
            .mechanisms("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS");
    dialogue.mechanism("SCRAM-SHA-256-PLUS", scram);
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".auth", "true");
      properties.setProperty("user", world.sentinels.user());
      properties.setProperty("password", world.sentinels.password());
      return closed.connect(protocol, properties);
    }
  }

  @Test
  void eachProtocolConnectsByWhatIsRegistered() throws Exception {
    Metadata metadata = metadata();
    ClosedWorld closed = new ClosedWorld(metadata);
    for (String protocol : PROTOCOLS) {
      String result = connect(closed, protocol);
      assertTrue(result.startsWith("io.github.mailclad.angus."), result);
      assertTrue(result.contains(" AUTHENTICATED "), result);
    }
    assertEquals(Set.of(), closed.refused());

    Set<String> superfluous = new TreeSet<>(metadata.elements());
    superfluous.removeAll(closed.used());
    superfluous.removeIf(element -> isOfNewerJava(element) || isNamedAlone(element));
    superfluous.removeAll(NOT_ASKED_FOR);
    assertEquals(Set.of(), superfluous);
  }

  private static boolean isOfNewerJava(String element) {
    return Runtime.version().feature() < 25
        && element.matches("(class|method) (java\\.lang\\.Thread|javax\\.net\\.ssl\\.).*");
  }

  /** The class of a method, or a constructor of a class that is not asked for. */
  private static boolean isNamedAlone(String element) {
    return element.matches("class (java\\.lang\\.Thread|javax\\.net\\.ssl\\..*)")
        || element.contains(".Unusable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class io.github.mailclad.angus.IMAPSSLStore",
        "method io.github.mailclad.angus.IMAPSSLStore.<init>(jakarta.mail.Session,jakarta.mail.URLName)",
        "class com.ongres.scram.client.ScramClient",
        "class org.eclipse.angus.mail.imap.IMAPStore"
      })
  void withoutAnElementTheConnectionFails(String element) throws Exception {
    ClosedWorld closed = new ClosedWorld(metadata().without(element));
    String result = connect(closed, "imaps");
    assertTrue(!result.contains("AUTHENTICATED"), result);
    assertTrue(closed.refused().contains(element), () -> closed.refused() + ", " + result);
  }

  @Test
  void eachResourceAndEachClassOfOursExists() throws Exception {
    ClassLoader loader = getClass().getClassLoader();
    Metadata metadata = metadata();
    for (String pattern : metadata.resources()) {
      String name = pattern.substring(2, pattern.length() - 2);
      assertTrue(metadata.hasResource(name), name);
      // Angus has files of these names, too
      assertNotNull(loader.getResource(name), name);
    }
    for (String element : metadata.elements()) {
      if (element.startsWith("class io.github.mailclad.")) {
        assertNotNull(Class.forName(element.substring(6), false, loader));
      }
    }
  }

  /** A new reflective call needs a look at the metadata, and a place here. */
  @Test
  void theClassesWithReflectiveCallsAreThese() throws Exception {
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "io.github.mailclad.account.JdbcAccountStore", // schema.sql
                "io.github.mailclad.angus.OwnFactories", // socket factories of the application
                "io.github.mailclad.check.ClassPath", // places of class files, for messages
                "io.github.mailclad.internal.dns.AnchorRecords", // root-anchors
                "io.github.mailclad.internal.dns.DnsLibrary", // dnsjava
                "io.github.mailclad.internal.files.Contents", // resources that settings name
                "io.github.mailclad.internal.jars.NeededJars", // a class of each needed jar
                // named groups, keying material
                "io.github.mailclad.internal.handshake.PlatformTls",
                // another implementation of TLS
                "io.github.mailclad.internal.tls.BouncyCastleCrypto",
                "io.github.mailclad.internal.net.ConnectThreads")); // virtual threads
    Set<String> found = new TreeSet<>(reflective(SecuredService.class));
    found.addAll(reflective(ProviderCheck.class));
    assertEquals(expected, found);
  }

  /** Returns the reflective classes of a jar or directory. */
  private static Set<String> reflective(Class<?> inside) throws Exception {
    Path origin = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(origin)) {
      return reflectiveIn(origin);
    }
    try (FileSystem jar =
        FileSystems.newFileSystem(URI.create("jar:" + origin.toUri()), Map.of())) {
      return reflectiveIn(jar.getPath("/"));
    }
  }

  private static Set<String> reflectiveIn(Path root) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root.resolve("io/github/mailclad"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          if (ClosedWorld.isReflective(in)) {
            found.add(
                root.relativize(file)
                    .toString()
                    .replace('/', '.')
                    .replaceFirst("(\\$.*)?\\.class$", ""));
          }
        }
      }
    }
    return found;
  }
}
