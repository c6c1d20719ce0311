package io.github.mailclad.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mailclad.fixtures.Snippet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java that readers paste from the documents and from Javadoc compiles. */
class SnippetsIT {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", "."));

  /** The variables of the reader's program. */
  private static final List<String> KNOWN =
      List.of(
          "jakarta.mail.Session session",
          "jakarta.mail.Store store",
          "jakarta.mail.Message message",
          "java.util.List<jakarta.mail.Message> messages",
          "io.github.mailclad.setup.MailAccounts accounts",
          "io.github.mailclad.dns.SecureResolver resolver",
          "String typed",
          "String password",
          "java.util.Map<String, String> tokens",
          "java.util.List<java.security.cert.X509Certificate> anchors",
          "java.util.List<java.security.cert.X509Certificate> chain");

  /** The packages that an editor imports by itself. */
  private static final List<String> IMPORTS =
      List.of(
          "io.github.mailclad",
          "io.github.mailclad.account",
          "io.github.mailclad.check",
          "io.github.mailclad.discovery",
          "io.github.mailclad.dns",
          "io.github.mailclad.mail",
          "io.github.mailclad.refusal",
          "io.github.mailclad.resolver",
          "io.github.mailclad.setup",
          "io.github.mailclad.signin",
          "io.github.mailclad.verify",
          "jakarta.mail",
          "java.nio.file",
          "java.time",
          "java.util",
          "javax.net.ssl");

  /** The public types that a reader meets first. */
  private static final List<String> WITH_EXAMPLE =
      List.of(
          "AccountSetup",
          "BatchTransport",
          "DeviceSignIn",
          "InsecureConnectionException",
          "MailAccounts",
          "MailDiscovery",
          "OAuthTokenSupplier",
          "PeerVerifier",
          "ProviderCheck",
          "Refusal",
          "SecureResolver",
          "SecuredService",
          "SecurityListener",
          "SecurityPolicy",
          "SettingsCheck");

  static List<Snippet> snippets() throws IOException {
    List<Snippet> all = new ArrayList<>();
    for (String document :
        List.of(
            "README.md",
            "docs/loading.md",
            "docs/oauth.md",
            "docs/verifier.md",
            "docs/discovery.md")) {
      List<Snippet> found = Snippet.in(ROOT.resolve(document));
      assertFalse(found.isEmpty(), document);
      all.addAll(found);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void whatIsPastedCompiles(Snippet snippet) {
    assertEquals(List.of(), snippet.errors(KNOWN));
  }

  static List<Snippet> examples() throws IOException {
    List<Snippet> all = new ArrayList<>();
    for (String module : List.of("verify", "provider", "accounts")) {
      all.addAll(Snippet.inJavadocOf(ROOT.resolve(module + "/src/main/java"), IMPORTS));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesInJavadocCompile(Snippet example) {
    assertEquals(List.of(), example.errors(KNOWN));
  }

  @Test
  void everyMainTypeHasAnExample() throws IOException {
    List<Snippet> examples = examples();
    assertEquals(
        List.of(),
        WITH_EXAMPLE.stream()
            .filter(type -> examples.stream().noneMatch(example -> example.isFrom(type + ".java")))
            .toList());
  }

  @Test
  void aSnippetThatDoesNotCompileIsReported() {
    assertFalse(new Snippet("a test", "session.gibberish();\n").errors(KNOWN).isEmpty());
  }
}
