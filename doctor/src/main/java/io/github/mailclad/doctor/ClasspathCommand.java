package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.explain.ClassPathExplainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code classpath}. */
@Command(
    name = "classpath",
    description = {
      "Explains mail jars: the class that serves each protocol and why, several copies, and jars "
          + "with known vulnerabilities. Loads the providers of these jars; connects to nothing."
    })
final class ClasspathCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "JARS",
      description =
          "jars in the order of the class path, folders of jars, an executable jar, a web archive,"
              + " or a whole class path")
  private List<String> jars = List.of();

  @Override
  public Integer call() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String argument : jars) {
      for (String part : argument.split(File.pathSeparator, -1)) {
        files.addAll(files(Path.of(part)));
      }
    }
    AuditReport report;
    try {
      report = new ClassPathExplainer(Clock.systemUTC()).explain(files);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "not a jar: " + e.getMessage());
    }
    return output.write(report);
  }

  /**
   * Returns the jars of a folder, sorted; a folder without jars and a file stand for themselves.
   */
  private List<Path> files(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new ParameterException(spec.commandLine(), "no such file: " + path);
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.list(path)) {
      List<Path> found =
          all.filter(file -> String.valueOf(file.getFileName()).endsWith(".jar")).sorted().toList();
      return found.isEmpty() ? List.of(path) : found;
    }
  }
}
