package io.github.mailclad.bench.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The servers and the network of one run, with their files. Everything ends with {@link #close()},
 * and by itself after a while.
 */
public final class Lab implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofMinutes(40);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final List<ServerProcess> running = new ArrayList<>();

  private Lab(Path directory) {
    this.directory = directory;
  }

  /** Starts everything. Needs root, as Dovecot and Postfix do. */
  public static Lab start() throws IOException, InterruptedException {
    Lab lab = new Lab(Files.createTempDirectory("mail-bench"));
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
    try {
      lab.startAll();
      return lab;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      lab.close();
      throw e;
    }
  }

  private void startAll() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    writeCertificates();
    writeMailbox();
    writeHosts();
    writePassword("users", "{PLAIN}" + LabSettings.PASSWORD);
    writePassword("scram-users", SCRAM_PASSWORD);
    List<String> addresses =
        startNetwork() ? List.of(LOOPBACK, LabNetwork.SERVER) : List.of(LOOPBACK);
    LabDovecot dovecot = new LabDovecot(directory, addresses);
    LabDovecot scram = new LabDovecot(directory, addresses);
    LabPostfix postfix = new LabPostfix(directory, addresses);
    running.add(dovecot.start("plain login", LIFETIME));
    running.add(scram.start("plain login scram-sha-256", LIFETIME));
    running.add(postfix.start(dovecot.sasl(), LIFETIME));
    new LabSettings(directory, dovecot.imaps(), scram.imaps(), dovecot.pop3s(), postfix.smtps())
        .write();
  }

  private void writePassword(String file, String password) throws IOException {
    Files.writeString(directory.resolve(file), LabSettings.USER + ":" + password + "::::::\n");
  }

  private boolean startNetwork() {
    Path counts = directory.resolve("counts");
    try {
      running.add(LabNetwork.start(directory, counts, LIFETIME));
      return true;
    } catch (IOException | AssertionError e) {
      System.err.println("NO NETWORK WITH A DELAY, so nothing is said of round trips: " + e);
      return false;
    }
  }

  private void writeCertificates() throws IOException {
    Issued root = CertificateBuilder.authority("Bench Root").key(KeyKind.EC_P256).selfSigned();
    Issued intermediate =
        CertificateBuilder.authority("Bench Intermediate").key(KeyKind.EC_P256).issuedBy(root);
    CertificateBuilder server = CertificateBuilder.server().key(KeyKind.EC_P256).dns("localhost");
    server.dns(LabSettings.LOOPBACK);
    LabSettings.ROUND_TRIPS.forEach(each -> server.dns(LabSettings.host(each)));
    Issued certificate = server.issuedBy(intermediate);
    Files.writeString(directory.resolve("authority.pem"), root.pem());
    Files.writeString(directory.resolve("certificate.pem"), certificate.chainPem());
    Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
  }

  private void writeHosts() throws IOException {
    StringBuilder hosts = new StringBuilder();
    hosts.append(LOOPBACK).append(" localhost ").append(InetAddress.getLocalHost().getHostName());
    hosts.append('\n');
    hosts.append(LOOPBACK).append(' ').append(LabSettings.LOOPBACK).append('\n');
    for (int each : LabSettings.ROUND_TRIPS) {
      hosts.append(LabNetwork.address(each)).append(' ').append(LabSettings.host(each));
      hosts.append('\n');
    }
    Files.writeString(directory.resolve("hosts"), hosts);
  }

  /** One message, with an attachment that cannot be compressed. */
  private void writeMailbox() throws IOException {
    byte[] content = new byte[LabSettings.ATTACHMENT];
    new Random(1).nextBytes(content);
    Path mail = Files.createDirectories(directory.resolve("mail"));
    Path mailbox = mail.resolve(LabSettings.USER);
    for (String each : List.of("new", "tmp", "cur")) {
      Files.createDirectories(mailbox.resolve(each));
    }
    Path message = mailbox.resolve("cur").resolve("1700000000.M1P1.bench:2,S");
    byte[] encoded = Base64.getMimeEncoder().encode(content);
    byte[] start = HEAD.replace("\n", "\r\n").getBytes(US_ASCII);
    byte[] end = "\r\n--x--\r\n".getBytes(US_ASCII);
    try (var out = Files.newOutputStream(message)) {
      out.write(start);
      out.write(encoded);
      out.write(end);
    }
    try (Stream<Path> all = Files.walk(mail)) {
      for (Path each : all.toList()) {
        giveTo("mail", each);
      }
    }
  }

  /** Makes a user of this machine the owner of a file. */
  static void giveTo(String user, Path file) throws IOException {
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
  }

  /** {@link LabSettings#PASSWORD} as a server keeps it, so that its salt stays the same. */
  private static final String SCRAM_PASSWORD =
      "{SCRAM-SHA-256}4096,FVKY1CqJ+560VjzS5DrOPw==,"
          + "cwz0kARLq9twUBswSoqMAnDp3cSsmMxRS9gXrfZPLgI=,"
          + "Gszv6OA/C+1OZAvKBoV4MGfitnhRWucAglAOM5mz4po=";

  private static final String HEAD =
      """
      From: a@example.com
      To: b@example.com
      Subject: big
      Date: Mon, 30 Nov 2026 12:00:00 +0000
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=x

      --x
      Content-Type: text/plain

      hello

      --x
      Content-Type: application/octet-stream; name=big.bin
      Content-Transfer-Encoding: base64

      """;

  /** Where the files are. */
  public Path directory() {
    return directory;
  }

  @Override
  public synchronized void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
    running.clear();
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("not deleted: " + e);
    }
  }
}
