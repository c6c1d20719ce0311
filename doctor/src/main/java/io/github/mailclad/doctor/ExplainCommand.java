package io.github.mailclad.doctor;

import io.github.mailclad.explain.ConfigurationExplainer;
import io.github.mailclad.explain.ExplainedFile;
import io.github.mailclad.explain.ExplanationFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code explain}. */
@Command(
    name = "explain",
    description = {
      "Explains mail configurations: what plain Angus Mail does with them, what Mailclad does, "
          + "every trap with file and line, and the smallest safe change. Connects to nothing."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "files or folders: .properties, .yml, .json, .xml, .env, scripts; Spring Boot, Camel,"
              + " Keycloak, Jenkins and others are known")
  private List<Path> paths = List.of();

  @Option(names = "--env", description = "explain the variables of this process, too")
  private boolean environment;

  @Option(
      names = "--fix",
      description =
          "write the change into the named files; a copy stays beside each. Not for folders")
  private boolean fix;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, json or sarif (default: ${DEFAULT-VALUE})")
  private String format = "text";

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ExplanationFormat form =
        ExplanationFormat.named(json ? "json" : format)
            .orElseThrow(() -> wrong("no format '" + format + "'; formats: text, json, sarif"));
    if (paths.isEmpty() && !environment) {
      throw wrong("name a file or a folder, or say --env");
    }
    ConfigurationExplainer explainer = new ConfigurationExplainer();
    List<ExplainedFile> explained = new ArrayList<>();
    boolean complete = true;
    if (environment) {
      explained.add(explainer.explainEnvironment(System.getenv()));
    }
    for (Path path : paths) {
      List<Path> files = files(path);
      boolean named = files.equals(List.of(path));
      for (Path file : files) {
        try {
          ExplainedFile one = explainer.explain(file);
          if (named || !one.sessions().isEmpty()) {
            explained.add(one);
          }
        } catch (IOException e) {
          error(file + ": " + e.getMessage());
          // a folder may have files that only look like configurations
          complete &= !named;
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    form.write(explained, out);
    out.flush();
    if (fix) {
      apply(explained);
    }
    return exit(explained, complete).code();
  }

  private ExitStatus exit(List<ExplainedFile> explained, boolean complete) {
    if (explained.stream().anyMatch(ExplainedFile::hasFailures)) {
      return ExitStatus.FINDINGS;
    }
    boolean something = explained.stream().anyMatch(file -> !file.sessions().isEmpty());
    return complete && something ? ExitStatus.GOOD : ExitStatus.UNKNOWN;
  }

  private List<Path> files(Path path) {
    if (Files.notExists(path)) {
      throw wrong("no such file: " + path);
    }
    try {
      return ConfigurationExplainer.filesOf(path);
    } catch (IOException e) {
      throw wrong("cannot read " + path);
    }
  }

  private void apply(List<ExplainedFile> explained) throws IOException {
    for (ExplainedFile file : explained) {
      if (paths.contains(file.file())) {
        file.apply()
            .ifPresent(copy -> error("changed " + file.file() + "; the old file is " + copy));
      } else if (!file.diff().isEmpty()) {
        error("not changed, because it was not named: " + file.file());
      }
    }
  }

  private void error(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
