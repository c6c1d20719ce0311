package io.github.mailclad.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines {@code NAME=value} of environment files, shell scripts and Dockerfiles. */
final class EnvironmentText {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*(?:export\\s+|set\\s+|ENV\\s+|Environment=)?\"?([A-Za-z][\\w.]*)=(.*)");

  private EnvironmentText() {}

  static List<WrittenSetting> read(Path file, String text) {
    List<WrittenSetting> settings = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher assignment = ASSIGNMENT.matcher(line);
      settings.add(
          assignment.matches()
              ? new WrittenSetting(
                  assignment.group(1), SettingsFile.unquoted(assignment.group(2)), file, at + 1)
              : new WrittenSetting("", line, file, at + 1));
    }
    return settings;
  }
}
