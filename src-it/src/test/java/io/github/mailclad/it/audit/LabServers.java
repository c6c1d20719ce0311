package io.github.mailclad.it.audit;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Dovecot and Postfix of one provider, good or bad by their settings. */
final class LabServers implements AutoCloseable {
  private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
  private static final Path POSTFIX = Path.of("/usr/sbin/postfix");
  private static final Path POSTFIX_MASTER = Path.of("/usr/lib/postfix/sbin/master");

  static final List<Path> PROGRAMS = List.of(DOVECOT, POSTFIX, POSTFIX_MASTER);

  private final Path folder;
  private final List<Integer> ports = ServerProcess.freePorts(7);
  private final ServerProcess dovecot;
  private final ServerProcess postfix;

  /**
   * Starts both.
   *
   * @param rsa the certificate with an RSA key
   * @param ec the certificate with an EC key
   * @param dovecotSettings further lines of dovecot.conf
   * @param postfixSettings further lines of main.cf
   */
  LabServers(Path folder, Issued rsa, Issued ec, String dovecotSettings, String postfixSettings)
      throws IOException, InterruptedException {
    this.folder = folder;
    Files.createDirectories(folder);
    // the servers change to users of their own, who have to get in
    for (Path open : List.of(folder, folder.toAbsolutePath().getParent())) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(folder.resolve("rsa.pem"), rsa.chainPem());
    Files.writeString(folder.resolve("rsa-key.pem"), rsa.keyPem());
    Files.writeString(folder.resolve("ec.pem"), ec.chainPem());
    Files.writeString(folder.resolve("ec-key.pem"), ec.keyPem());
    Files.writeString(folder.resolve("users"), "alice:{PLAIN}secret::::::\n");
    dovecot = startDovecot(dovecotSettings);
    postfix = startPostfix(postfixSettings);
  }

  /** Puts all ports at an address of the lab. */
  void at(String address, LabNetwork network) {
    List<Integer> registered = List.of(993, 143, 995, 110, 465, 587, 25);
    for (int i = 0; i < registered.size(); i++) {
      network.at(address, registered.get(i), ports.get(i));
    }
  }

  int imapsPort() {
    return ports.get(0);
  }

  private ServerProcess startDovecot(String settings) throws IOException {
    Path configuration = folder.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        DOVECOT_CONF.replace("@DIR@", folder.toString())
            + listeners("imap", ports.get(0), ports.get(1))
            + listeners("pop3", ports.get(2), ports.get(3))
            + settings.replace("@DIR@", folder.toString()));
    return ServerProcess.start(
        folder.resolve("dovecot.log"),
        ports.subList(0, 4),
        DOVECOT.toString(),
        "-F",
        "-c",
        configuration.toString());
  }

  private static String listeners(String name, int implicit, int starttls) {
    return """
        service %1$s-login {
          inet_listener %1$s {
            address = 127.0.0.1
            port = %3$d
            ssl = no
          }
          inet_listener %1$ss {
            address = 127.0.0.1
            port = %2$d
            ssl = yes
          }
        }
        """
        .formatted(name, implicit, starttls);
  }

  private ServerProcess startPostfix(String settings) throws IOException, InterruptedException {
    Path etc = Files.createDirectories(folder.resolve("etc"));
    Files.createDirectories(folder.resolve("queue"));
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setOwner(
        data,
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.writeString(
        etc.resolve("main.cf"), MAIN_CF.replace("@DIR@", folder.toString()) + settings);
    Files.writeString(
        etc.resolve("master.cf"), MASTER_CF.formatted(ports.get(4), ports.get(5), ports.get(6)));
    Process check =
        new ProcessBuilder("timeout", "60", POSTFIX.toString(), "-c", etc.toString(), "check")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("postfix-check.out").toFile())
            .start();
    check.waitFor(60, TimeUnit.SECONDS);
    return ServerProcess.start(
        folder.resolve("postfix.log"),
        ports.subList(4, 7),
        POSTFIX_MASTER.toString(),
        "-c",
        etc.toString(),
        "-s");
  }

  @Override
  public void close() {
    postfix.close();
    dovecot.close();
  }

  private static final String DOVECOT_CONF =
      """
      base_dir = @DIR@/run
      state_dir = @DIR@/run
      log_path = @DIR@/dovecot.log
      auth_mechanisms = plain
      protocols = imap pop3
      ssl = required
      ssl_cert = <@DIR@/rsa.pem
      ssl_key = <@DIR@/rsa-key.pem
      ssl_alt_cert = <@DIR@/ec.pem
      ssl_alt_key = <@DIR@/ec-key.pem
      ssl_dh =
      mail_location = maildir:@DIR@/mail
      first_valid_uid = 1
      hostname = localhost
      passdb {
        driver = passwd-file
        args = @DIR@/users
      }
      userdb {
        driver = static
        args = uid=mail gid=mail home=@DIR@/mail
      }
      service anvil {
        unix_listener anvil-auth-penalty {
          mode = 0
        }
      }
      service auth {
        unix_listener @DIR@/sasl {
          mode = 0666
        }
      }
      """;

  private static final String MAIN_CF =
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
      smtpd_tls_chain_files = @DIR@/rsa-key.pem, @DIR@/rsa.pem, @DIR@/ec-key.pem, @DIR@/ec.pem
      smtpd_sasl_type = dovecot
      smtpd_sasl_path = @DIR@/sasl
      smtpd_relay_restrictions = permit_sasl_authenticated, reject
      smtpd_client_connection_rate_limit = 0
      """;

  private static final String MASTER_CF =
      """
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=$lab_auth_465
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_sasl_auth_enable=yes
      127.0.0.1:%d inet n - n - - smtpd
        -o smtpd_sasl_auth_enable=$lab_auth_25 -o smtpd_tls_security_level=none
      tlsmgr unix - - n 1000? 1 tlsmgr
      rewrite unix - - n - - trivial-rewrite
      proxymap unix - - n - - proxymap
      anvil unix - - n - 1 anvil
      postlog unix-dgram n - n - 1 postlogd
      """;
}
