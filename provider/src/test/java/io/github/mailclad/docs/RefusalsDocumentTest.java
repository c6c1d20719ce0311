package io.github.mailclad.docs;

import io.github.mailclad.SettingNames;
import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.fixtures.Document;
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

      The [terms](../README.md#terms), such as SRV-ID and Bogus, are explained in the README.

      A message has the names of your settings, as in the examples. In the advice below an example, `<protocol>` stands for
      the protocol name of your application: `imaps`, `imap`, `pop3s`, `pop3`, `smtp`, `smtps`, and so on.

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
      text.append("```text\n").append(Document.folded(message(sample)));
      text.append("```\n\n");
      text.append(Document.wrapped("**What to do:** " + sentence(refusal.remedy())));
    }
    new Document("docs/refusals.md").hold(text.toString());
  }

  /** Returns the message as an application gets it, with the names of its settings. */
  private static String message(Sample sample) {
    String subject = sample.subject();
    String protocol =
        subject.startsWith("smtp") ? "smtp" : subject.endsWith(":143") ? "imap" : "imaps";
    return sample.refusal().text(protocol, SettingNames.ofSession()).explain(subject);
  }

  private static String sentence(String clause) {
    String escaped = clause.replace("<", "&lt;").replace("*", "\\*");
    return Character.toUpperCase(escaped.charAt(0)) + escaped.substring(1) + ".";
  }
}
