package io.github.mailclad.docs;

import io.github.mailclad.vectors.KnownDeviations;
import io.github.mailclad.vectors.PkitsRule;
import io.github.mailclad.vectors.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorsDocumentTest {
  private static final String HEAD =
      """
      # Vectors of others

      <!-- written by VectorsDocumentTest; do not edit -->

      Mailclad's verdict is held against cases that others wrote:

      * **x509-limbo** (its core of 289 cases): certification paths, name constraints, revocation lists. Each is judged at its own validation time; those
        without one hold at any time and are judged at a fixed one. A case counts as passed if Mailclad accepts where the author says success and
        refuses where the author says failure.
      * **host names** (335 vectors, those of 453 that the standards settle): what the test suites of Go, OpenSSL, rustls, CPython, curl, HttpClient and OkHttp
        ask, with the verdict of RFC 9525. All of them pass.
      * **PKITS**, NIST's Public Key Interoperability Test Suite: certification paths, policies, name constraints and revocation lists. 214 of its cases can be
        asked: the others set inputs of path validation that Mailclad does not have. Each is asked with `revocation=hard`, the lists and the certificates that the
        case names, and without a host name. 205 of them pass, and none is accepted that NIST refuses.

      The cases are not part of this repository. `mvn -q -Pvectors verify` runs them from `../shared/vectors`, or from the folder in
      `-Dmailclad.vectors=FOLDER`, and prints `x509-limbo core: N of 289` and `host names: N of 335` with every deviation below. `mvn -q verify` runs them too when
      the folder is there, and says so when it is not.

      PKITS is run where `-Dmailclad.pkits=FOLDER` names a folder with `certs`, `crls` and `pkits.json`, as Debian's source package `python-pyhanko-certvalidator` has it in
      `tests/fixtures/nist_pkits`.

      A deviation that is not listed here fails the build; so does a listed one that passes, and a case that the running JVM passes and Mailclad does not,
      unless a written rule of ours is stricter.

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
        text.append("\n\n").append(reason.sentence()).append("\n\n");
        ids.forEach(id -> text.append("* `").append(id).append("`\n"));
      }
    }
    text.append("\n## Deviations from PKITS: ").append(PkitsRule.byCase().size());
    text.append("\n\n| rule | cases |\n|---|---|\n");
    for (PkitsRule rule : PkitsRule.values()) {
      text.append("| ").append(rule.sentence()).append(" | `");
      text.append(String.join("` `", rule.cases())).append("` |\n");
    }
    new Document("docs/vectors.md").hold(text.toString());
  }
}
