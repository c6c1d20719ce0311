package io.github.mailclad.it.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Exim: submission by implicit TLS and by STARTTLS for users whom Dovecot knows. Delivers to one
 * user, whoever is addressed.
 */
final class Exim {
  /** Beside Postfix, whose package excludes that of Exim, it is unpacked and not installed. */
  static final Path PROGRAM =
      Installed.firstOf("/opt/mailclad-exim/usr/sbin/exim4", "/usr/sbin/exim4");

  private final Path directory;
  private final List<Integer> ports = ServerProcess.freePorts(2);

  Exim(Path directory) {
    this.directory = directory;
  }

  List<Listener> listeners() {
    return List.of(
        new Listener("Exim", "submissions", ports.get(0)),
        new Listener("Exim", "submission", ports.get(1)));
  }

  /** Starts it, with the certificate and the authentication socket of Dovecot. */
  ServerProcess start(Path dovecot, Path sasl, Path mail, String user) throws IOException {
    Path spool = Files.createDirectories(directory.resolve("spool"));
    Files.setOwner(
        spool,
        spool.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("Debian-exim"));
    Path configuration = directory.resolve("exim.conf");
    Files.writeString(
        configuration,
        CONFIGURATION
                .replace("@DIR@", directory.toString())
                .replace("@DOVECOT@", dovecot.toString())
                .replace("@MAIL@", mail.toString())
                .replace("@USER@", user)
                .replace("@IMPLICIT@", Integer.toString(ports.get(0)))
                .replace("@STARTTLS@", Integer.toString(ports.get(1)))
            + authenticators(sasl));
    return ServerProcess.start(
        spool.resolve("main.log"),
        ports,
        PROGRAM.toString(),
        "-bdf",
        "-C",
        configuration.toString());
  }

  private static String authenticators(Path sasl) {
    return Stream.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "OAUTHBEARER", "XOAUTH2")
        .map(
            mechanism ->
                """
                %s:
                  driver = dovecot
                  public_name = %s
                  server_socket = %s
                  server_set_id = $auth1
                """
                    .formatted(authenticator(mechanism), mechanism, sasl))
        .collect(Collectors.joining());
  }

  /** What its log calls a mechanism. */
  static String authenticator(String mechanism) {
    return mechanism.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static final String CONFIGURATION =
      """
      primary_hostname = localhost
      spool_directory = @DIR@/spool
      log_file_path = @DIR@/spool/%s.log
      pid_file_path = @DIR@/spool/exim.pid
      keep_environment =
      never_users =
      local_interfaces = 127.0.0.1
      daemon_smtp_ports = @IMPLICIT@ : @STARTTLS@
      tls_on_connect_ports = @IMPLICIT@
      tls_advertise_hosts = *
      tls_certificate = @DOVECOT@/certificate.pem
      tls_privatekey = @DOVECOT@/key.pem
      auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
      acl_smtp_rcpt = recipients
      begin acl
      recipients:
        accept authenticated = *
        deny message = log in first
      begin routers
      everybody:
        driver = accept
        transport = maildir
      begin transports
      maildir:
        driver = appendfile
        directory = @MAIL@/@USER@
        maildir_format
        create_directory
        user = mail
        group = mail
      begin authenticators
      """;
}
