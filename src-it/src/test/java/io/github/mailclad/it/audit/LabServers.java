package io.github.mailclad.it.audit;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.it.servers.Dovecot;
import io.github.mailclad.it.servers.Postfix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Dovecot and Postfix of one provider, good or bad by their settings. */
final class LabServers implements AutoCloseable {
  static final List<Path> PROGRAMS =
      List.of(Dovecot.PROGRAM, Postfix.PROGRAM, Postfix.MASTER_PROGRAM);

  private final List<Integer> ports = ServerProcess.freePorts(7);
  private final ServerProcess dovecot;
  private final ServerProcess postfix;

  /**
   * Starts both.
   *
   * @param folder takes their files; their own users enter it, and the folders above it
   * @param rsa the certificate with an RSA key
   * @param ec the certificate with an EC key
   * @param dovecotSettings further lines of dovecot.conf
   * @param postfixSettings further lines of main.cf
   */
  LabServers(Path folder, Issued rsa, Issued ec, String dovecotSettings, String postfixSettings)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("rsa.pem"), rsa.chainPem());
    Files.writeString(folder.resolve("rsa-key.pem"), rsa.keyPem());
    Files.writeString(folder.resolve("ec.pem"), ec.chainPem());
    Files.writeString(folder.resolve("ec-key.pem"), ec.keyPem());
    Files.writeString(folder.resolve("users"), "alice:{PLAIN}secret::::::\n");
    String place = folder.toString();
    dovecot =
        Dovecot.run(
            folder,
            (DOVECOT_CONF + dovecotSettings).replace("@DIR@", place)
                + Dovecot.service("imap", ports.get(0), ports.get(1))
                + Dovecot.service("pop3", ports.get(2), ports.get(3)),
            ports.subList(0, 4));
    postfix =
        Postfix.run(
            folder,
            (MAIN_CF + postfixSettings).replace("@DIR@", place),
            MASTER_CF.formatted(ports.get(4), ports.get(5), ports.get(6)),
            ports.subList(4, 7));
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
      smtpd_tls_chain_files = @DIR@/rsa-key.pem, @DIR@/rsa.pem, @DIR@/ec-key.pem, @DIR@/ec.pem
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
