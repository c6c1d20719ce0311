package io.github.mailclad.explain;

import io.github.mailclad.explain.SmallestFix.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Explains the mail configurations in files: Java properties, Spring Boot's {@code application.*},
 * YAML, JSON, XML, environment files, scripts with Java options, and Camel's endpoint URIs.
 * Connects to nothing. Thread-safe.
 */
public final class ConfigurationExplainer {
  private static final Pattern PROFILE =
      Pattern.compile("(application|bootstrap)-[^/\\\\]+\\.(properties|ya?ml)");
  private static final int DEEPEST = 12;
  private static final int MOST_FILES = 20_000;
  private static final Pattern CONFIGURATION =
      Pattern.compile(
          "(?i).*\\.(properties|cfg|conf|ya?ml|json|xml|env|sh|bat|cmd|service)|\\.env.*|dockerfile.*|jenkinsfile");
  private static final Pattern SKIPPED = Pattern.compile("target|build|node_modules|\\.git|\\.mvn");

  /** Creates an explainer. */
  public ConfigurationExplainer() {}

  /**
   * Returns the configuration files below a folder, sorted; a file itself if it is one. Folders of
   * builds and of version control are left out, and links are not followed.
   *
   * @throws IOException if a folder cannot be read
   */
  public static List<Path> filesOf(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path, DEEPEST)) {
      return all.filter(file -> !isSkipped(path, file))
          .limit(MOST_FILES)
          .filter(Files::isRegularFile)
          .filter(file -> CONFIGURATION.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    }
  }

  private static boolean isSkipped(Path root, Path file) {
    for (Path name : root.relativize(file)) {
      if (SKIPPED.matcher(name.toString()).matches()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Explains a file. The settings of a profile, for example {@code application-prod.yml}, are read
   * over those of {@code application.yml} beside it.
   *
   * @throws IOException if the file cannot be read; the message has no value of a setting
   */
  public ExplainedFile explain(Path file) throws IOException {
    SettingsFile read = SettingsFile.read(file);
    List<WrittenSetting> base = base(file);
    FileFix fix = new FileFix(read);
    List<Explanation> sessions = new ArrayList<>();
    List<WrittenSetting> first = new ArrayList<>(base);
    for (int at = 0; at < read.documents().size(); at++) {
      List<WrittenSetting> settings = new ArrayList<>(first);
      settings.addAll(read.documents().get(at));
      if (at == 0 && read.documents().size() > 1) {
        first.addAll(read.documents().get(0));
      }
      int from = at == 0 ? 0 : firstLine(read.documents().get(at));
      explain(file, from, settings, fix, sessions);
    }
    return new ExplainedFile(file, sessions, fix);
  }

  private static int firstLine(List<WrittenSetting> settings) {
    return settings.stream().mapToInt(WrittenSetting::line).min().orElse(Integer.MAX_VALUE);
  }

  /** Explains the variables of a process, for example {@link System#getenv()}. */
  public ExplainedFile explainEnvironment(Map<String, String> variables) throws IOException {
    Path name = Path.of("environment");
    StringBuilder text = new StringBuilder();
    new TreeMap<>(variables)
        .forEach(
            (key, value) ->
                text.append(key).append('=').append(value.replaceAll("\\R", " ")).append('\n'));
    SettingsFile read = SettingsFile.of(name, text.toString(), StandardCharsets.UTF_8);
    List<Explanation> sessions = new ArrayList<>();
    FileFix fix = new FileFix(read);
    explain(name, 0, read.documents().get(0), fix, sessions);
    return new ExplainedFile(name, sessions, fix);
  }

  private static void explain(
      Path file, int from, List<WrittenSetting> settings, FileFix fix, List<Explanation> sessions) {
    for (MailSession session : SessionFinder.sessions(settings)) {
      // a session of other files is explained there
      Optional<WrittenSetting> place =
          session.properties().values().stream()
              .flatMap(property -> Optional.ofNullable(property.source()).stream())
              .filter(source -> source.file().equals(file) && source.line() >= from)
              .findFirst();
      if (place.isPresent()) {
        PlainAngus angus = PlainAngus.of(session);
        MailcladVerdict verdict = MailcladVerdict.of(session);
        List<Trap> traps = Traps.of(session, angus, verdict);
        sessions.add(
            new Explanation(
                place.get(), session.application(), session.protocol(), angus, verdict, traps));
        List<Change> changes = SmallestFix.of(session);
        fix.add(session, changes);
      }
    }
  }

  private static List<WrittenSetting> base(Path file) throws IOException {
    Matcher profile = PROFILE.matcher(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    List<WrittenSetting> base = new ArrayList<>();
    if (profile.matches()) {
      for (String ending : List.of("yaml", "yml", "properties")) {
        Path beside = file.resolveSibling(profile.group(1) + "." + ending);
        if (Files.isRegularFile(beside)) {
          base.addAll(SettingsFile.read(beside).documents().get(0));
        }
      }
    }
    return base;
  }
}
