package io.github.mailclad.vectors;

import io.github.mailclad.fixtures.Document;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorsDocumentTest {
  private static final String HEAD =
      """
      # Test vectors of other projects

      <!-- Written from the code by VectorsDocumentTest; to write it anew, run the tests with -Dmailclad.docs=write. -->

      Mailclad's verdict is compared with cases that others wrote:

      * **x509-limbo** (its core of 289 cases): certification paths, name constraints, revocation lists. Each case is judged
        at its own validation time; a case without one holds at any time, and is judged at a fixed one. A case passes if
        Mailclad accepts where the author says success, and refuses where the author says failure.
      * **Host names** (335 vectors, those of 453 that the standards settle): the cases in the test suites of Go, OpenSSL,
        rustls, CPython, curl, HttpClient and OkHttp, with the verdict of RFC 9525. All of them pass.
      * **PKITS**, NIST's Public Key Interoperability Test Suite: certification paths, policies, name constraints and
        revocation lists. 214 of its cases can be run; the others set inputs of path validation that Mailclad does not have.
        Each runs with `revocation=hard`, with the lists and the certificates that the case names, and without a host name.
        205 of them pass. Mailclad accepts none that NIST refuses.

      The cases are not part of this repository. `mvn -q -Pvectors verify` runs them from `../shared/vectors`, or from the
      folder in `-Dmailclad.vectors=FOLDER`. It prints `x509-limbo core: N of 289` and `host names: N of 335`, and every
      deviation below. `mvn -q verify` also runs them if the folder is there, and says so if it is not.

      PKITS runs where `-Dmailclad.pkits=FOLDER` names a folder with `certs`, `crls` and `pkits.json`. Debian's source
      package `python-pyhanko-certvalidator` has one: `tests/fixtures/nist_pkits`.

      The build fails for a deviation that is not listed here, and for a listed one that passes. It also fails for a case
      that the running JVM passes and Mailclad does not, unless a written rule of Mailclad is stricter.

      """;

  @Test
  void vectorsDocumentIsUpToDate() throws IOException {
    KnownDeviations known = KnownDeviations.read();
    StringBuilder text = new StringBuilder(HEAD);
    text.append("## Known deviations from x509-limbo: ").append(known.byId().size()).append("\n");
    for (Reason reason : Reason.values()) {
      List<String> ids = known.idsFor(reason);
      if (!ids.isEmpty()) {
        text.append("\n### ").append(reason.title()).append(": ").append(ids.size());
        text.append("\n\n").append(Document.wrapped(reason.sentence())).append("\n");
        ids.forEach(id -> text.append("* `").append(id).append("`\n"));
      }
    }
    text.append("\n## Deviations from PKITS: ").append(PkitsRule.byCase().size());
    text.append("\n\n");
    for (PkitsRule rule : PkitsRule.values()) {
      text.append(Document.wrapped("* " + rule.sentence(), "  "));
      rule.cases().forEach(each -> text.append("  * `").append(each).append("`\n"));
    }
    new Document("docs/vectors.md").hold(text.toString());
  }
}
