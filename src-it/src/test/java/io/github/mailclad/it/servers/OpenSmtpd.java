package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * OpenSMTPD: submission by implicit TLS and by STARTTLS, with PLAIN and LOGIN. Its queue and its
 * socket have fixed paths, so it runs in a mount namespace of its own, with folders of the test
 * there.
 */
final class OpenSmtpd {
  private static final Path HOME = Path.of("/opt/mailclad-opensmtpd");
  private static final Path PROGRAM = HOME.resolve("usr/sbin/smtpd");
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");

  private final Path directory;
  private final int relayPort;
  private final List<Integer> ports = ServerProcess.freePorts(2);

  private OpenSmtpd(Path directory, int relayPort) {
    this.directory = directory;
    this.relayPort = relayPort;
  }

  /**
   * Returns it, not started yet, or skips the test.
   *
   * @param relayPort of the server that submitted mail is given to, on loopback
   */
  static OpenSmtpd orSkip(Path directory, int relayPort) {
    Installed.orSkip(PROGRAM, UNSHARE, OPENSSL);
    return new OpenSmtpd(directory, relayPort);
  }

  List<Listener> listeners() {
    return List.of(
        new Listener("OpenSMTPD", "submissions", ports.get(0)),
        new Listener("OpenSMTPD", "submission", ports.get(1)));
  }

  /** Starts it, with one user. */
  ServerProcess start(Issued certificate, Sentinels user) throws IOException, InterruptedException {
    Folders.readable(directory);
    Files.createDirectory(directory.resolve("run"));
    Path variable = Files.createDirectory(directory.resolve("var"));
    Files.createSymbolicLink(variable.resolve("run"), Path.of("../run"));
    Files.createDirectories(variable.resolve("lib/opensmtpd/empty"));
    Files.setPosixFilePermissions(
        Files.createDirectories(variable.resolve("spool/smtpd")),
        PosixFilePermissions.fromString("rwx--x--x"));
    Files.writeString(directory.resolve("certificate.pem"), certificate.chainPem());
    Path key = Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        directory.resolve("smtpd.conf"),
        CONFIGURATION
            .replace("@DIR@", directory.toString())
            .replace("@USER@", user.user())
            .replace("@HASH@", hash(user.password()))
            .replace("@IMPLICIT@", Integer.toString(ports.get(0)))
            .replace("@STARTTLS@", Integer.toString(ports.get(1)))
            .replace("@RELAY@", Integer.toString(relayPort)));
    return start();
  }

  /** Starts it with the files of a start before. */
  ServerProcess start() {
    return ServerProcess.start(
        directory.resolve("smtpd.log"),
        ports,
        UNSHARE.toString(),
        "--mount",
        "--propagation",
        "private",
        "sh",
        "-c",
        "mount --bind $0 /var && mount --bind $1 /run && mount --bind $2 /usr/libexec"
            + " && exec $3 -d -f $4 >$5 2>&1",
        directory.resolve("var").toString(),
        directory.resolve("run").toString(),
        HOME.resolve("usr/libexec").toString(),
        PROGRAM.toString(),
        directory.resolve("smtpd.conf").toString(),
        directory.resolve("smtpd.log").toString());
  }

  private static String hash(String password) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(OPENSSL.toString(), "passwd", "-6", password).start();
    String hash = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    process.waitFor();
    return hash.trim();
  }

  private static final String CONFIGURATION =
      """
      pki localhost cert "@DIR@/certificate.pem"
      pki localhost key "@DIR@/key.pem"
      smtp max-message-size 10M
      table users { @USER@ = "@HASH@" }
      listen on 127.0.0.1 port @IMPLICIT@ smtps pki localhost auth <users> hostname localhost
      listen on 127.0.0.1 port @STARTTLS@ tls-require pki localhost auth <users> hostname localhost
      action "relay" relay host smtp://127.0.0.1:@RELAY@
      match auth from any for any action "relay"
      """;
}
