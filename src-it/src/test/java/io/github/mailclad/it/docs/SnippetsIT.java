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

/** The Java that readers paste from the documents compiles. */
class SnippetsIT {
  private static final Path ROOT = Path.of(System.getProperty("mailclad.root", "."));

  private static final String KNOWN =
      "jakarta.mail.Session session, jakarta.mail.Store store,"
          + " io.github.mailclad.setup.MailAccounts accounts, String typed,"
          + " java.util.List<java.security.cert.X509Certificate> anchors,"
          + " java.util.List<java.security.cert.X509Certificate> chain";

  static List<Snippet> snippets() throws IOException {
    List<Snippet> all = new ArrayList<>();
    for (String document : List.of("README.md", "docs/loading.md")) {
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

  @Test
  void aSnippetThatDoesNotCompileIsReported() {
    assertFalse(new Snippet("a test", "session.gibberish();\n").errors(KNOWN).isEmpty());
  }
}
