package io.github.mailclad.explain;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The forms in which explanations are written. */
public enum ExplanationFormat {
  /** For people, 80 columns. */
  TEXT {
    @Override
    public void write(List<ExplainedFile> files, Appendable out) throws IOException {
      new ExplanationText(out).write(files);
    }
  },
  /** One JSON object; docs/doctor.md describes it. */
  JSON {
    @Override
    public void write(List<ExplainedFile> files, Appendable out) throws IOException {
      ExplanationJson.write(files, out);
    }
  },
  /** SARIF 2.1.0, with file and line of each trap, for code scanning. */
  SARIF {
    @Override
    public void write(List<ExplainedFile> files, Appendable out) throws IOException {
      ExplanationSarif.write(files, out);
    }
  };

  /**
   * Writes explanations. No form has a value that may be a secret.
   *
   * @throws IOException if the destination fails
   */
  public abstract void write(List<ExplainedFile> files, Appendable out) throws IOException;

  /** Returns the format of that name in any case; empty for another name. */
  public static Optional<ExplanationFormat> named(String name) {
    return Stream.of(values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
