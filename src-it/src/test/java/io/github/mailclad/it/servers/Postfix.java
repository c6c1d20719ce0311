package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Postfix: submission by implicit TLS and by STARTTLS for users whom Dovecot knows, and in the
 * clear for servers on the same machine. Delivers all mail to one user.
 */
public final class Postfix {
  public static final Path PROGRAM = Path.of("/usr/sbin/postfix");

  public static final Path MASTER_PROGRAM = Path.of("/usr/lib/postfix/sbin/master");

  /** The time after which it ends by itself: enough for all its tests on a slow machine. */
  private static final Duration LIFETIME = Duration.ofMinutes(20);

  private final Path directory;
  private final List<Integer> ports = ServerProcess.freePorts(3);

  /** Not started yet; the folder has the files of the {@link MailHost}. */
  Postfix(Path directory) {
    this.directory = directory;
  }

  List<Listener> listeners() {
    return List.of(
        new Listener("Postfix", "submissions", ports.get(0)),
        new Listener("Postfix", "submission", ports.get(1)));
  }

  /** Returns the port that takes mail from this machine without TLS and login. */
  int relayPort() {
    return ports.get(2);
  }

  /** Starts it, to deliver to that user. */
  ServerProcess start(String user) throws IOException, InterruptedException {
    String owner = String.valueOf(Files.getAttribute(directory.resolve("mail"), "unix:uid"));
    return run(
        directory,
        MAIN.replace("@DIR@", directory.toString()).replace("@USER@", user).replace("@UID@", owner),
        MASTER.formatted(ports.get(0), ports.get(1), ports.get(2)),
        ports);
  }

  /**
   * Starts it with these settings.
   *
   * @param directory takes all its files
   * @param main the lines of {@code main.cf} behind those that each of these servers has
   * @param master the lines of {@code master.cf}
   * @param ports its ports on loopback
   */
  public static ServerProcess run(Path directory, String main, String master, List<Integer> ports)
      throws IOException, InterruptedException {
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Files.createDirectories(directory.resolve("queue"));
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.setOwner(
        data,
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.writeString(etc.resolve("main.cf"), COMMON.replace("@DIR@", directory.toString()) + main);
    Files.writeString(etc.resolve("master.cf"), master);
    check(directory, etc);
    // not "postfix start-fg": its shell script would stand between us and the process to end
    return ServerProcess.start(
        LIFETIME,
        directory.resolve("postfix.log"),
        ports,
        MASTER_PROGRAM.toString(),
        "-c",
        etc.toString(),
        "-s");
  }

  /** Makes the folders of the queue. */
  private static void check(Path directory, Path etc) throws IOException, InterruptedException {
    new ProcessBuilder("timeout", "60", PROGRAM.toString(), "-c", etc.toString(), "check")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("postfix-check.out").toFile())
        .start()
        .waitFor();
  }

  private static final String COMMON =
      """
      compatibility_level = 3.6
      queue_directory = @DIR@/queue
      data_directory = @DIR@/data
      maillog_file = @DIR@/postfix.log
      maillog_file_prefixes = @DIR@
      myhostname = localhost
      mydestination =
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      mynetworks =
      alias_maps =
      alias_database =
      default_transport = error
      smtpd_sasl_type = dovecot
      smtpd_sasl_path = @DIR@/sasl
      smtpd_relay_restrictions = permit_sasl_authenticated, reject
      """;

  private static final String MAIN =
      """
      virtual_mailbox_domains = example.org
      virtual_mailbox_base = @DIR@/mail
      virtual_mailbox_maps = static:@USER@/
      virtual_uid_maps = static:@UID@
      virtual_gid_maps = static:@UID@
      virtual_minimum_uid = 1
      smtpd_tls_cert_file = @DIR@/certificate.pem
      smtpd_tls_key_file = @DIR@/key.pem
      smtpd_tls_loglevel = 1
      smtpd_tls_auth_only = yes
      smtpd_sasl_auth_enable = yes
      """;

  private static final String MASTER =
      """
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_tls_security_level=encrypt
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_sasl_auth_enable=no -o mynetworks=127.0.0.0/8
        -o smtpd_relay_restrictions=permit_mynetworks,reject
      cleanup unix n - n - 0 cleanup
      qmgr unix n - n 300 1 qmgr
      tlsmgr unix - - n 1000? 1 tlsmgr
      rewrite unix - - n - - trivial-rewrite
      bounce unix - - n - 0 bounce
      defer unix - - n - 0 bounce
      trace unix - - n - 0 bounce
      verify unix - - n - 1 verify
      flush unix n - n 1000? 0 flush
      proxymap unix - - n - - proxymap
      error unix - - n - - error
      retry unix - - n - - error
      virtual unix - n n - - virtual
      anvil unix - - n - 1 anvil
      pickup unix n - n 60 1 pickup
      postlog unix-dgram n - n - 1 postlogd
      """;
}
