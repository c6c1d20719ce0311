package io.github.mailclad.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs Maven in a folder.
 *
 * @param program the executable
 */
record Maven(Path program) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /**
   * Runs Maven, and adds its output to a file beside the folder. Returns the lines of the output.
   *
   * @throws IOException if Maven does not succeed; the message has the end of its output
   */
  List<String> run(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    int earlier = Files.exists(log) ? Files.readAllLines(log).size() : 0;
    var command = new ArrayList<>(List.of(program.toString(), "-B", "-q"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "Maven ran for more than " + LIMIT.toMinutes() + " minutes in " + folder);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    List<String> all = Files.readAllLines(log);
    List<String> lines = all.subList(earlier, all.size());
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + " failed:\n"
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
    }
    return lines;
  }
}
