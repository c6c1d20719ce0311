package io.github.mailclad.bench.row;

import io.github.mailclad.Host;
import io.github.mailclad.bench.lab.LabSettings;
import io.github.mailclad.check.ProviderCheck;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A JVM for a part of the work, which ends in bounded time. */
public final class ChildJvm {
  /** The jars of Angus. */
  private static final List<String> ANGUS =
      List.of("jakarta.mail-api", "jakarta.activation-api", "angus-mail", "angus-activation");

  /** What comes with Mailclad. */
  private static final List<String> WITH_MAILCLAD =
      List.of("scram-c", "saslprep", "stringprep", "jspecify");

  private final LabSettings lab;
  private final String classPath;
  private final List<String> options = new ArrayList<>();

  /** The jars of each implementation of TLS. */
  private static final Map<String, List<String>> FOR_TLS =
      Map.of(
          "platform", List.of(),
          "bctls", List.of("bctls", "bcutil", "bcprov"),
          "conscrypt", List.of("conscrypt"));

  private ChildJvm(LabSettings lab, Predicate<String> entries) {
    this.lab = lab;
    classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entries)
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** With the class path of this process. */
  public static ChildJvm everything(LabSettings lab) {
    return new ChildJvm(lab, entry -> true);
  }

  /** With Angus and the benchmarks, nothing else. */
  static ChildJvm plain(LabSettings lab) {
    return new ChildJvm(lab, entry -> holds(entry, ChildJvm.class) || isOneOf(ANGUS, entry));
  }

  /** With Angus, Mailclad, and what comes with it. */
  static ChildJvm ours(LabSettings lab) {
    return oursBy(lab, "platform");
  }

  /** The same with the jars of a {@code tls-provider}. */
  static ChildJvm oursBy(LabSettings lab, String tlsProvider) {
    List<String> tls = FOR_TLS.getOrDefault(tlsProvider, List.of());
    return new ChildJvm(
        lab,
        entry ->
            holds(entry, ChildJvm.class)
                || holds(entry, Host.class)
                || holds(entry, ProviderCheck.class)
                || isOneOf(ANGUS, entry)
                || isOneOf(WITH_MAILCLAD, entry)
                || isOneOf(tls, entry)
                || isBouncyCastleBeside(entry));
  }

  /** Whether a class comes from this entry of the class path. */
  private static boolean holds(String entry, Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .equals(Path.of(entry).toAbsolutePath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A jar that Mailclad's own jar has inside, and a folder of its classes has not. */
  private static boolean isBouncyCastleBeside(String entry) {
    return isOneOf(List.of("bcprov"), entry)
        && Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .anyMatch(each -> !each.endsWith(".jar") && holds(each, Host.class));
  }

  private static boolean isOneOf(List<String> names, String entry) {
    return names.stream().anyMatch(name(entry)::startsWith);
  }

  private static String name(String entry) {
    return String.valueOf(Path.of(entry).getFileName());
  }

  ChildJvm with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /**
   * How it ended.
   *
   * @param status its exit status; 124 if it was ended for its time
   * @param lines what it wrote to standard output
   * @param nanos from its start to its end
   */
  public record Ended(int status, List<String> lines, long nanos) {}

  /** Runs a main class, and returns when its process has ended. */
  public Ended run(Class<?> main, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("timeout", "--kill-after=5", Long.toString(limit.toSeconds())));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-D" + LabSettings.PROPERTY + "=" + lab.directory());
    command.add("-Djdk.net.hosts.file=" + lab.hosts());
    command.add("-Dvertx.disableDnsResolver=true");
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    long before = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // where the suite is ended, what it started ends as well
    Thread hook = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return new Ended(status, output.lines().toList(), System.nanoTime() - before);
    } finally {
      process.destroy();
      unhook(hook);
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this process ends: the hook runs, and the other process is destroyed already
      System.err.println(e.getMessage());
    }
  }
}
