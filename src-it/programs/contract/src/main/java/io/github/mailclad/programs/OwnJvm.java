package io.github.mailclad.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM for one use of a program that keeps the first session of its JVM for ever. */
public final class OwnJvm {
  private OwnJvm() {}

  /**
   * Runs {@code main} of a class with the account as its arguments, on the class path of this JVM.
   *
   * @param options options of the JVM
   * @return all that it prints
   */
  public static String run(Class<?> program, Account account, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            account.host(),
            Integer.toString(account.port()),
            account.user(),
            account.password(),
            account.anchors().toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroy();
    }
  }

  /** Returns the account that the arguments of {@code main} describe. */
  public static Account account(String[] arguments) {
    return new Account(
        arguments[0],
        Integer.parseInt(arguments[1]),
        arguments[2],
        arguments[3],
        Path.of(arguments[4]));
  }
}
