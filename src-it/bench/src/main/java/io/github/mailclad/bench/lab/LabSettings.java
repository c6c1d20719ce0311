package io.github.mailclad.bench.lab;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What a process of the suite has to know of the {@link Lab}.
 *
 * @param directory with the files of the lab
 * @param imaps the port of IMAP, where PLAIN and LOGIN are offered
 * @param scram the port of IMAP on a server that offers SCRAM-SHA-256 as well
 * @param pop3s the port of POP3
 * @param smtps the port of submission
 */
public record LabSettings(Path directory, int imaps, int scram, int pop3s, int smtps) {
  /** The system property that names the directory. */
  public static final String PROPERTY = "bench.lab";

  /** The name of the servers on loopback; has dots, as those have to which a client sends SNI. */
  public static final String LOOPBACK = "loopback.bench.test";

  /** A port without a server: who connects to it makes the network write its counts. */
  public static final int MARKER = 9;

  /** The only user; has one message with an attachment of 25 MiB. */
  public static final String USER = "reader";

  /** The password of the user. */
  public static final String PASSWORD = "secret";

  /** The octets of the attachment. */
  public static final int ATTACHMENT = 25 * 1024 * 1024;

  /** The round trips, in milliseconds, that the network can have; 0 is a network without delay. */
  public static final List<Integer> ROUND_TRIPS = List.of(0, 5, 20, 50, 100);

  /** Reads what the suite wrote for its children. */
  public static LabSettings read() {
    Path directory = Path.of(System.getProperty(PROPERTY, ""));
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve("lab.properties"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LabSettings(
        directory,
        port(properties, "imaps"),
        port(properties, "scram"),
        port(properties, "pop3s"),
        port(properties, "smtps"));
  }

  private static int port(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name));
  }

  void write() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("imaps", Integer.toString(imaps));
    properties.setProperty("scram", Integer.toString(scram));
    properties.setProperty("pop3s", Integer.toString(pop3s));
    properties.setProperty("smtps", Integer.toString(smtps));
    try (Writer writer = Files.newBufferedWriter(directory.resolve("lab.properties"))) {
      properties.store(writer, null);
    }
  }

  /** The port of a protocol: imaps, pop3s or smtps. */
  public int port(String protocol) {
    return switch (protocol) {
      case "imaps" -> imaps;
      case "pop3s" -> pop3s;
      default -> smtps;
    };
  }

  /** The name of the server behind a round trip of so many milliseconds. */
  public static String host(int roundTripMillis) {
    return "rtt" + roundTripMillis + ".bench.test";
  }

  /** The trust anchor, as PEM. */
  public Path anchor() {
    return directory.resolve("authority.pem");
  }

  /** The names of the servers, as {@code jdk.net.hosts.file} wants it. */
  public Path hosts() {
    return directory.resolve("hosts");
  }

  /** Where the network writes what it counts, a line for each connection. */
  public Path counts() {
    return directory.resolve("counts");
  }

  /** Returns whether there is a network with a delay. */
  public boolean hasNetwork() {
    return Files.exists(counts());
  }
}
