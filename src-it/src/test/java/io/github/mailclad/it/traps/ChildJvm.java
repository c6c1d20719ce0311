package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.it.World;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM of its own, for options that are set when a JVM starts. It connects to servers of this one
 * and prints the result of each attempt; the servers here record the wire.
 */
public final class ChildJvm {
  private final Path directory;
  private final World world;
  private final List<String> arguments = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private List<String> absent = List.of();
  private List<Path> first = List.of();

  /** A JVM that leaves its files in that directory. */
  public ChildJvm(Path directory, World world) {
    this.directory = directory;
    this.world = world;
  }

  /** The JVM's own trust store has this root alone. */
  public ChildJvm trusting(Issued root) throws IOException, GeneralSecurityException {
    Path store = directory.resolve("root.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      root.keyStoreTrusting().store(out, "changeit".toCharArray());
    }
    arguments.add("-Djavax.net.ssl.trustStore=" + store);
    arguments.add("-Djavax.net.ssl.trustStorePassword=changeit");
    return this;
  }

  /** The JVM forbids no TLS version and no algorithm. */
  public ChildJvm withoutDisabledAlgorithms() throws IOException {
    Path file = directory.resolve("relaxed.security");
    Files.writeString(
        file,
        "jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n");
    arguments.add("-Djava.security.properties=" + file);
    return this;
  }

  /** These host names, and no others, have an address: that of loopback. */
  public ChildJvm resolving(String... hosts) throws IOException {
    Path file = directory.resolve("hosts");
    Files.writeString(
        file, Arrays.stream(hosts).map(h -> "127.0.0.1 " + h + "\n").collect(Collectors.joining()));
    arguments.add("-Djdk.net.hosts.file=" + file);
    return this;
  }

  /** The JVM has these options. */
  public ChildJvm options(String... options) {
    arguments.addAll(List.of(options));
    return this;
  }

  /** The class path has no jar whose name begins so. */
  public ChildJvm withoutJars(String... beginnings) {
    absent = List.of(beginnings);
    return this;
  }

  /** The class path begins with these jars. */
  public ChildJvm withJarsFirst(List<Path> jars) {
    first = jars;
    return this;
  }

  private boolean isPresent(String jar) {
    String name = jar.substring(jar.lastIndexOf(File.separatorChar) + 1);
    return absent.stream().noneMatch(name::startsWith);
  }

  /** Adds an attempt to connect; only properties that are text reach the child. */
  public ChildJvm connecting(String protocol, Properties properties) throws IOException {
    Properties told = new Properties();
    properties.stringPropertyNames().forEach(k -> told.setProperty(k, properties.getProperty(k)));
    told.setProperty(ConnectInChild.PROTOCOL, protocol);
    told.setProperty(ConnectInChild.USER, world.sentinels.user());
    told.setProperty(ConnectInChild.PASSWORD, world.sentinels.password());
    Path file = directory.resolve("attempt" + files.size() + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      told.store(out, null);
    }
    files.add(file.toString());
    return this;
  }

  /** Runs all attempts in order; a line for each: {@code connected}, a refusal's code, or else. */
  public List<String> run() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    command.add("-cp");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    command.add(
        Stream.concat(
                first.stream().map(Path::toString),
                Arrays.stream(classPath.split(File.pathSeparator, -1)).filter(this::isPresent))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(ConnectInChild.class.getName());
    command.addAll(files);
    Path out = directory.resolve("outcomes");
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertTrue(process.waitFor(90, TimeUnit.SECONDS), "the child JVM hangs");
    } finally {
      process.destroyForcibly();
    }
    List<String> outcomes = Files.readAllLines(out);
    assertTrue(outcomes.size() == files.size(), () -> outcomes + " " + contentOf(errors));
    return outcomes;
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
