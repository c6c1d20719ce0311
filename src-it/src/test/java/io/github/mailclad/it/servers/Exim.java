package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Exim: submission by implicit TLS and by STARTTLS for users whom Dovecot knows. */
final class Exim {
  /** Beside Postfix, whose package excludes that of Exim, it is unpacked and not installed. */
  static final Path PROGRAM =
      Installed.firstOf("/opt/mailclad-exim/usr/sbin/exim4", "/usr/sbin/exim4");

  /** The time after which it ends by itself: enough for all its tests on a slow machine. */
  private static final Duration LIFETIME = Duration.ofMinutes(20);

  private final Path directory;
  private final int relayPort;
  private final List<Integer> ports = ServerProcess.freePorts(2);

  /**
   * Not started yet.
   *
   * @param directory with the files of the {@link MailHost}
   * @param relayPort of the server that submitted mail is given to, on loopback
   */
  Exim(Path directory, int relayPort) {
    this.directory = directory;
    this.relayPort = relayPort;
  }

  List<Listener> listeners() {
    return List.of(
        new Listener("Exim", "submissions", ports.get(0)),
        new Listener("Exim", "submission", ports.get(1)));
  }

  /** Starts it. */
  ServerProcess start() throws IOException {
    Path spool = Files.createDirectories(directory.resolve("spool"));
    Files.setOwner(
        spool,
        spool.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("Debian-exim"));
    Path configuration = directory.resolve("exim.conf");
    Files.writeString(
        configuration,
        CONFIGURATION
                .replace("@DIR@", directory.toString())
                .replace("@PROGRAM@", PROGRAM.toString())
                .replace("@RELAY@", Integer.toString(relayPort))
                .replace("@IMPLICIT@", Integer.toString(ports.get(0)))
                .replace("@STARTTLS@", Integer.toString(ports.get(1)))
            + authenticators());
    return ServerProcess.start(
        LIFETIME,
        spool.resolve("main.log"),
        ports,
        PROGRAM.toString(),
        "-bdf",
        "-C",
        configuration.toString());
  }

  private String authenticators() {
    return Stream.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "OAUTHBEARER", "XOAUTH2")
        .map(
            mechanism ->
                """
                %s:
                  driver = dovecot
                  public_name = %s
                  server_socket = %s/sasl
                  server_set_id = $auth1
                """
                    .formatted(authenticator(mechanism), mechanism, directory))
        .collect(Collectors.joining());
  }

  /** Returns the name of a mechanism in its log. */
  static String authenticator(String mechanism) {
    return mechanism.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static final String CONFIGURATION =
      """
      primary_hostname = localhost
      exim_path = @PROGRAM@
      spool_directory = @DIR@/spool
      log_file_path = @DIR@/spool/%s.log
      pid_file_path = @DIR@/spool/exim.pid
      keep_environment =
      never_users =
      deliver_drop_privilege
      local_interfaces = 127.0.0.1
      daemon_smtp_ports = @IMPLICIT@ : @STARTTLS@
      tls_on_connect_ports = @IMPLICIT@
      tls_advertise_hosts = *
      tls_certificate = @DIR@/certificate.pem
      tls_privatekey = @DIR@/key.pem
      auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
      acl_smtp_rcpt = recipients
      message_size_limit = 10M
      begin acl
      recipients:
        accept authenticated = *
        deny message = log in first
      begin routers
      everybody:
        driver = manualroute
        route_list = * 127.0.0.1
        self = send
        transport = relay
      begin transports
      relay:
        driver = smtp
        port = @RELAY@
        allow_localhost
        hosts_avoid_tls = *
      begin authenticators
      """;
}
