package io.github.mailclad.samples.setup;

import io.github.mailclad.setup.Warning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A terminal with a person or with prepared answers: each question is shown, and each answer is a
 * line.
 */
final class Terminal {
  private static final int WIDTH = 100;

  private final Deque<String> prepared;
  private final BufferedReader typed;

  private Terminal(List<String> prepared, Reader typed) {
    this.prepared = new ArrayDeque<>(prepared);
    this.typed = new BufferedReader(typed);
  }

  /** Returns a terminal for a person who types. */
  static Terminal typing() {
    return reading(new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  /** Returns a terminal for a person whose lines come from that reader. */
  static Terminal reading(Reader typed) {
    return new Terminal(List.of(), typed);
  }

  /** Returns a terminal with prepared answers, and no person after the last one. */
  static Terminal answering(String... answers) {
    return new Terminal(List.of(answers), Reader.nullReader());
  }

  /** Prints lines, each wrapped at a width that a terminal shows. */
  void say(String text) {
    text.lines().forEach(Terminal::print);
  }

  private static void print(String line) {
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    StringBuilder row = new StringBuilder(indent);
    for (String word : line.strip().split(" ", -1)) {
      if (row.length() > indent.length() && row.length() + word.length() >= WIDTH) {
        System.out.println(row.toString().stripTrailing());
        row.setLength(indent.length());
      }
      row.append(word).append(' ');
    }
    System.out.println(row.toString().stripTrailing());
  }

  /**
   * Returns the answer to a question. An empty line is no answer: the question is asked again.
   *
   * @return empty at the end of the input
   */
  Optional<String> ask(String question) {
    Optional<String> answer;
    do {
      System.out.print(question + " ");
      System.out.flush();
      answer = answer();
    } while (answer.filter(String::isBlank).isPresent());
    return answer.map(String::strip);
  }

  private Optional<String> answer() {
    if (prepared.isEmpty()) {
      return next();
    }
    System.out.println(prepared.element());
    return Optional.of(prepared.remove());
  }

  /**
   * Returns the answer to a question that must not be readable on the screen. An empty line is no
   * answer: the question is asked again.
   *
   * @return empty at the end of the input
   */
  Optional<String> askForSecret(String question) {
    Optional<String> secret;
    do {
      secret = secret(question);
    } while (secret.filter(String::isEmpty).isPresent());
    return secret;
  }

  @SuppressWarnings(
      "SystemConsoleNull") // newer JVMs have a console that works without a terminal, too
  private Optional<String> secret(String question) {
    if (prepared.isEmpty() && System.console() != null) {
      char[] secret = System.console().readPassword("%s ", question);
      return Optional.ofNullable(secret).map(String::new);
    }
    System.out.print(question + " ");
    Optional<String> answer = prepared.isEmpty() ? next() : Optional.of(prepared.remove());
    System.out.println(answer.isPresent() ? "(not shown)" : "(none)");
    return answer;
  }

  /**
   * Returns whether the person read a warning and agrees to it. Asks until the answer is yes or no;
   * the end of the input is a no.
   */
  boolean agreesTo(Warning warning) {
    say("\n  WARNING: " + warning.text());
    while (true) {
      String answer = ask("  " + warning.prompt() + " (y/n)").orElse("no").toLowerCase(Locale.ROOT);
      if (List.of("y", "yes", "n", "no").contains(answer)) {
        return answer.startsWith("y");
      }
      say("  Please answer y for yes or n for no.");
    }
  }

  private Optional<String> next() {
    try {
      return Optional.ofNullable(typed.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
