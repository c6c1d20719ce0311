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
 * A terminal with a person or with prepared answers: each question is shown, and each answer is a
 * line.
 */
final class Terminal {
  private final Deque<String> prepared;
  private final BufferedReader typed;

  private Terminal(List<String> prepared) {
    this.prepared = new ArrayDeque<>(prepared);
    this.typed = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  /** Returns a terminal for a person who types. */
  static Terminal typing() {
    return new Terminal(List.of());
  }

  /** Returns a terminal with prepared answers. */
  static Terminal answering(String... answers) {
    return new Terminal(List.of(answers));
  }

  void say(String line) {
    System.out.println(line);
  }

  /** Returns the answer to a question; empty if there is no answer. */
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

  /** Returns the answer to a question that must not be readable on the screen. */
  @SuppressWarnings(
      "SystemConsoleNull") // newer JVMs have a console that works without a terminal, too
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

  /** Returns whether the person read a warning and agrees to it. */
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
