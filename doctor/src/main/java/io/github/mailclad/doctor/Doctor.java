package io.github.mailclad.doctor;

import io.github.mailclad.internal.text.Release;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program {@code doctor}. Exit codes: 0 good, 1 findings, 2 wrong usage, 3 a check could not be
 * completed. Each command has the options and the version of the program.
 */
@Command(
    name = "doctor",
    scope = CommandLine.ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    version = "mailclad doctor " + Release.VERSION,
    description = "Explains mail configurations, discovers accounts, audits mail providers.",
    subcommands = {ConnectCommand.class, DiscoverCommand.class, AuditCommand.class},
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing to report",
      "1:at least one finding",
      "2:wrong usage",
      "3:a check could not be completed"
    })
public final class Doctor {
  private Doctor() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the command line with all commands. */
  static CommandLine commandLine() {
    return new CommandLine(new Doctor())
        .addSubcommand(new ExplainCommand())
        .addSubcommand(new ClasspathCommand())
        .addSubcommand(new PublishCommand())
        .setUsageHelpWidth(80)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("doctor: " + failure);
              return ExitStatus.UNKNOWN.code();
            });
  }
}
