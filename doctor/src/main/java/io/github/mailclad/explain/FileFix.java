package io.github.mailclad.explain;

import io.github.mailclad.explain.MailSession.Written;
import io.github.mailclad.explain.SmallestFix.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The changes of one file, line by line. What cannot be written by itself becomes advice in words.
 */
final class FileFix {
  private final SettingsFile file;
  private final List<String> lines;
  private final TreeMap<Integer, String> replaced = new TreeMap<>();
  private final TreeSet<Integer> removed = new TreeSet<>();
  private final TreeMap<Integer, Set<String>> added = new TreeMap<>();
  private final Set<String> advice = new LinkedHashSet<>();

  FileFix(SettingsFile file) {
    this.file = file;
    this.lines = List.of(file.text().split("\\R", -1));
  }

  /** Adds the changes of a session. */
  void add(MailSession session, List<Change> changes) {
    for (Change change : changes) {
      boolean done =
          (change.source() != null && change.source().file().equals(file.path()))
              ? edit(session, change, change.source())
              : (change.value() != null && insert(session, change.key(), change.value()));
      if (!done) {
        advice.add(
            change.value() == null
                ? "remove " + change.key()
                : "set " + change.key() + "=" + change.value());
      }
    }
  }

  private boolean edit(MailSession session, Change change, WrittenSetting source) {
    int line = source.line();
    String now = replaced.getOrDefault(line, lines.get(line - 1));
    Optional<String> value = Optional.ofNullable(change.value());
    if (session.application().equals("Camel")) {
      String after = MailUri.changed(now, change.key(), value);
      return put(line, now, after);
    }
    if (change.value() != null) {
      return LineText.withValue(
              file.syntax(), now, source, valueFor(session, source, change.key(), change.value()))
          .filter(after -> put(line, now, after))
          .isPresent();
    }
    boolean whole =
        session.properties().values().stream().filter(p -> source.equals(p.source())).count() == 1;
    Optional<String> without =
        whole ? LineText.without(file.syntax(), now, source.key()) : Optional.empty();
    if (without.isPresent()) {
      return put(line, now, without.get());
    }
    int end = LineText.end(file.syntax(), lines, line);
    if (!whole || !LineText.isWhole(file.syntax(), now, source)) {
      return false;
    }
    for (int at = line; at <= end; at++) {
      removed.add(at);
    }
    return true;
  }

  /** Returns the value in the words of the application, if it has words of its own. */
  private static String valueFor(
      MailSession session, WrittenSetting source, String key, String value) {
    return session
        .writing()
        .of(key, value)
        .filter(written -> written.key().equals(source.key()))
        .map(Written::value)
        .orElse(value);
  }

  private boolean put(int line, String before, String after) {
    if (!after.equals(before)) {
      replaced.put(line, after);
      return true;
    }
    return false;
  }

  private boolean insert(MailSession session, String key, String value) {
    Optional<Written> written = session.writing().of(key, value);
    if (written.isEmpty()) {
      return false;
    }
    if (session.application().equals("Camel")) {
      return session
          .anySource()
          .filter(source -> source.file().equals(file.path()))
          .filter(source -> edit(session, new Change(key, value, source), source))
          .isPresent();
    }
    Optional<WrittenSetting> existing =
        session.properties().values().stream()
            .flatMap(property -> Optional.ofNullable(property.source()).stream())
            .filter(source -> source.key().equals(written.get().key()))
            .findFirst();
    if (existing.isPresent()) {
      WrittenSetting source = existing.get();
      String now = replaced.getOrDefault(source.line(), lines.get(source.line() - 1));
      Optional<String> after =
          LineText.withValue(file.syntax(), now, source, written.get().value());
      after.ifPresent(text -> put(source.line(), now, text));
      return after.isPresent();
    }
    return session.properties().values().stream()
        .flatMap(property -> Optional.ofNullable(property.source()).stream())
        .filter(source -> source.file().equals(file.path()))
        .sorted(Comparator.comparingInt(source -> -commonLength(source.key(), written.get().key())))
        .anyMatch(anchor -> insertAfter(anchor, written.get()));
  }

  private static int commonLength(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  private boolean insertAfter(WrittenSetting anchor, Written written) {
    int line = anchor.line();
    Optional<String> text = LineText.sibling(file.syntax(), lines.get(line - 1), anchor, written);
    if (text.isEmpty()) {
      return false;
    }
    String now = replaced.getOrDefault(line, lines.get(line - 1));
    Optional<String> beside = LineText.withSetting(file.syntax(), now, anchor.key(), text.get());
    if (beside.isPresent()) {
      return now.contains(text.get()) || put(line, now, beside.get());
    }
    int end = LineText.end(file.syntax(), lines, line);
    added.computeIfAbsent(end, at -> new LinkedHashSet<>()).add(text.get());
    return true;
  }

  /** Returns whether there is something to write. */
  boolean hasEdits() {
    return !replaced.isEmpty() || !removed.isEmpty() || !added.isEmpty();
  }

  /** Returns what has to be done by hand. */
  List<String> advice() {
    return List.copyOf(advice);
  }

  /** Returns the changes as a unified diff without context; secrets are masked. */
  List<String> diff() {
    List<String> diff = new ArrayList<>();
    TreeSet<Integer> touched = new TreeSet<>(replaced.keySet());
    touched.addAll(removed);
    touched.addAll(added.keySet());
    if (!touched.isEmpty()) {
      diff.add("--- " + file.path());
      diff.add("+++ " + file.path());
    }
    int shift = 0;
    for (int line : touched) {
      List<String> after = after(line);
      boolean kept = !removed.contains(line) && !replaced.containsKey(line);
      int was = kept ? 0 : 1;
      int now = kept ? after.size() - 1 : after.size();
      diff.add("@@ -%d,%d +%d,%d @@".formatted(line, was, line + shift + (kept ? 1 : 0), now));
      if (!kept) {
        diff.add("-" + Secrets.masked(lines.get(line - 1)));
      }
      after.stream().skip(kept ? 1 : 0).forEach(text -> diff.add("+" + Secrets.masked(text)));
      shift += now - was;
    }
    return List.copyOf(diff);
  }

  private List<String> after(int line) {
    List<String> after = new ArrayList<>();
    if (!removed.contains(line)) {
      after.add(replaced.getOrDefault(line, lines.get(line - 1)));
    }
    after.addAll(added.getOrDefault(line, Set.of()));
    return after;
  }

  /** Returns the text of the file with the changes, with its own line ends. */
  String text() {
    String end = file.text().contains("\r\n") ? "\r\n" : "\n";
    List<String> all = new ArrayList<>();
    for (int line = 1; line <= lines.size(); line++) {
      all.addAll(after(line));
    }
    return String.join(end, all);
  }

  /**
   * Writes the file, after a copy of it beside it.
   *
   * @return the copy
   * @throws IOException if the file has changed since it was read, or cannot be written
   */
  Path apply() throws IOException {
    Path path = file.path();
    if (!Files.readString(path, file.charset()).equals(file.text())) {
      throw new IOException(path + " has changed since it was read");
    }
    Path copy = path.resolveSibling(path.getFileName() + ".bak");
    for (int number = 1; Files.exists(copy); number++) {
      copy = path.resolveSibling(path.getFileName() + ".bak" + number);
    }
    Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(path, text(), file.charset());
    return copy;
  }
}
