package io.github.mailclad.samples.setup;

import io.github.mailclad.setup.Warning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A person at a terminal, or one who left answers to be read: each question is shown, and each
 * answer is a line.
 */
final class Terminal {
  private final Deque<String> prepared;
  private final BufferedReader typed;

  private Terminal(List<String> prepared) {
    this.prepared = new ArrayDeque<>(prepared);
    this.typed = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  /** A person who types. */
  static Terminal typing() {
    return new Terminal(List.of());
  }

  /** A person who left these answers. */
  static Terminal answering(String... answers) {
    return new Terminal(List.of(answers));
  }

  void say(String line) {
    System.out.println(line);
  }

  /** The answer to a question; empty where there is none. */
  Optional<String> ask(String question) {
    System.out.print(question + " ");
    System.out.flush();
    if (!prepared.isEmpty()) {
      String answer = prepared.remove();
      System.out.println(answer);
      return Optional.of(answer);
    }
    return next().filter(line -> !line.isEmpty());
  }

  /** The answer to a question that nobody should read on the screen. */
  @SuppressWarnings("SystemConsoleNull") // newer JVMs have one that works without a terminal, too
  Optional<String> askForSecret(String question) {
    if (prepared.isEmpty() && System.console() != null) {
      char[] secret = System.console().readPassword("%s ", question);
      return secret == null || secret.length == 0
          ? Optional.empty()
          : Optional.of(new String(secret));
    }
    System.out.print(question + " ");
    Optional<String> answer = prepared.isEmpty() ? next() : Optional.of(prepared.remove());
    System.out.println(answer.isPresent() ? "(not shown)" : "(none)");
    return answer;
  }

  /** Whether the person read a warning and agrees to it. */
  boolean agreesTo(Warning warning) {
    say("");
    say("  WARNING: " + warning.text());
    return ask("  Is that what you want? (yes/no)").filter("yes"::equals).isPresent();
  }

  private Optional<String> next() {
    try {
      return Optional.ofNullable(typed.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
