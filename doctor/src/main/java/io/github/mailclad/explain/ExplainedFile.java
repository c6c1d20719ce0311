package io.github.mailclad.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file with the mail sessions that it configures, and the smallest change that makes it safe. */
public final class ExplainedFile {
  private final Path file;
  private final List<Explanation> sessions;
  private final FileFix fix;

  ExplainedFile(Path file, List<Explanation> sessions, FileFix fix) {
    this.file = file;
    this.sessions = List.copyOf(sessions);
    this.fix = fix;
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns the sessions; empty if the file has no mail settings. */
  public List<Explanation> sessions() {
    return sessions;
  }

  /**
   * Returns the change as a unified diff without context, a line each; secrets are masked. Empty if
   * nothing can be changed by itself.
   */
  public List<String> diff() {
    return fix.diff();
  }

  /** Returns the changes that a person has to make, in words. */
  public List<String> advice() {
    return fix.advice();
  }

  /**
   * Writes the change into the file, after a copy of the file beside it.
   *
   * @return the copy; empty if there was nothing to write
   * @throws IOException if the file cannot be written, or has changed since it was read
   */
  public Optional<Path> apply() throws IOException {
    return fix.hasEdits() ? Optional.of(fix.apply()) : Optional.empty();
  }

  /** Returns whether a trap makes one of the sessions unsafe or unusable. */
  public boolean hasFailures() {
    return sessions.stream().anyMatch(Explanation::hasFailures);
  }
}
