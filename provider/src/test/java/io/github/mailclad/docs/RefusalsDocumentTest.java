package io.github.mailclad.docs;

import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RefusalsDocumentTest {
  private static final String HEAD =
      """
      # Refusals

      Every reason for which Mailclad refuses a connection. The code in brackets never changes its meaning. It ends the first
      line of the exception's message, and `InsecureConnectionException.refusal().code()` is the same.

      Nothing of yours was sent to the server when you see one of these. The entries about authentication are an exception:
      TLS was established then, and still the password was not sent. Long lines are folded here, with a deeper indent.

      <!-- Written from the code by RefusalsDocumentTest; to write it anew, run the tests with -Dmailclad.docs=write. -->
      """;

  @Test
  void everyRefusalHasAnEntry() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (Sample sample : RefusalSamples.all()) {
      Refusal refusal = sample.refusal();
      text.append("\n<a id=\"").append(refusal.code()).append("\"></a>\n");
      text.append("## ").append(refusal.code()).append("\n\n");
      text.append(Document.wrapped(sentence(refusal.summary()))).append('\n');
      text.append("```text\n").append(Document.folded(refusal.explain(sample.subject())));
      text.append("```\n\n");
      text.append(Document.wrapped("**What to do:** " + sentence(refusal.remedy())));
    }
    new Document("docs/refusals.md").hold(text.toString());
  }

  private static String sentence(String clause) {
    String escaped = clause.replace("<", "&lt;").replace("*", "\\*");
    return Character.toUpperCase(escaped.charAt(0)) + escaped.substring(1) + ".";
  }
}
