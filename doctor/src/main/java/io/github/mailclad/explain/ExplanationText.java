package io.github.mailclad.explain;

import java.io.IOException;
import java.util.List;

/** Explanations for people, in 80 columns. */
final class ExplanationText {
  private static final int COLUMNS = 80;

  private final Appendable out;

  ExplanationText(Appendable out) {
    this.out = out;
  }

  void write(List<ExplainedFile> files) throws IOException {
    long sessions = files.stream().mapToLong(file -> file.sessions().size()).sum();
    for (ExplainedFile file : files) {
      for (Explanation session : file.sessions()) {
        write(session);
      }
      writeFix(file);
    }
    long failing =
        files.stream()
            .flatMap(file -> file.sessions().stream())
            .filter(Explanation::hasFailures)
            .count();
    line(
        sessions == 0
            ? "no mail settings found in " + files.size() + count(files.size(), " file")
            : "%d%s explained, %d unsafe or unusable"
                .formatted(sessions, count(sessions, " mail session"), failing));
  }

  private static String count(long number, String noun) {
    return number == 1 ? noun : noun + "s";
  }

  private void write(Explanation session) throws IOException {
    WrittenSetting place = session.place();
    line(
        "%s:%d: %s, protocol %s"
            .formatted(place.file(), place.line(), session.application(), session.protocol()));
    PlainAngus angus = session.angus();
    item("plain Angus", angus.tls().words() + "; port " + angus.port());
    if (angus.tls() != PlainAngus.Tls.NONE) {
      item(
          "",
          angus.trust().words()
              + (angus.nameChecked() ? "; its name is checked" : "; its name is NOT checked"));
    }
    if (!angus.unlimited().isEmpty()) {
      item("", "no time limit: " + String.join(", ", angus.unlimited()));
    }
    String label = "Mailclad";
    for (String sentence : session.mailclad().sentences()) {
      item(label, sentence);
      label = "";
    }
    for (String note : session.mailclad().notes()) {
      item("", note);
    }
    for (Trap trap : session.traps()) {
      item(
          trap.rule().isFailing() ? "TRAP" : "advice",
          trap.where().map(where -> where + ": ").orElse("") + trap.key());
      item("", trap.effect());
      item("", "-> " + trap.remedy() + "  [" + trap.rule().id() + "]");
    }
    line("");
  }

  private void writeFix(ExplainedFile file) throws IOException {
    if (!file.diff().isEmpty()) {
      line("The smallest safe change (doctor explain --fix writes it):");
      for (String text : file.diff()) {
        // a diff is not wrapped: a line of it is a line of the file
        out.append(printable(text)).append('\n');
      }
      line("");
    }
    if (!file.advice().isEmpty()) {
      line("To change by hand in " + file.file() + ":");
      for (String text : file.advice()) {
        item("", text);
      }
      line("");
    }
  }

  private void item(String label, String text) throws IOException {
    line("  %-12s %s".formatted(label, text));
  }

  private void line(String text) throws IOException {
    String rest = printable(text);
    while (rest.length() > COLUMNS) {
      int at = rest.lastIndexOf(' ', COLUMNS);
      if (at <= 15) {
        break;
      }
      out.append(rest.substring(0, at).stripTrailing()).append('\n');
      rest = " ".repeat(15) + rest.substring(at + 1).stripLeading();
    }
    out.append(rest.stripTrailing()).append('\n');
  }

  /** Returns a text in which control and direction characters are escaped. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean hidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (hidden && c != '\t') {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
