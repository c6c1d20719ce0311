package io.github.mailclad.bench.lab;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Dovecot with IMAP and POP3 by implicit TLS, and with SASL for Postfix. Its processes wait for the
 * next client instead of ending, so that a benchmark does not measure how processes start.
 */
final class LabDovecot {
  private static final String PROGRAM = "/usr/sbin/dovecot";

  private final Path directory;
  private final List<String> addresses;
  private final List<Integer> ports = ServerProcess.freePorts(2);

  /** Not started yet; the directory has the certificate. It will listen at these addresses. */
  LabDovecot(Path directory, List<String> addresses) {
    this.directory = directory;
    this.addresses = addresses;
  }

  int imaps() {
    return ports.get(0);
  }

  int pop3s() {
    return ports.get(1);
  }

  /** Starts it with these SASL mechanisms, separated by spaces. */
  ServerProcess start(String mechanisms, Duration lifetime) throws IOException {
    Path own = Files.createDirectories(directory.resolve("dovecot-" + imaps()));
    Path configuration =
        Files.writeString(
            own.resolve("dovecot.conf"),
            CONFIGURATION
                .replace("@OWN@", own.toString())
                .replace("@DIR@", directory.toString())
                .replace("@MECHANISMS@", mechanisms)
                .replace("@LISTEN@", String.join(", ", addresses))
                .replace("@IMAPS@", Integer.toString(imaps()))
                .replace("@POP3S@", Integer.toString(pop3s())));
    return ServerProcess.start(
        lifetime, own.resolve("dovecot.log"), ports, PROGRAM, "-F", "-c", configuration.toString());
  }

  /** Where Postfix asks for users. */
  String sasl() {
    return directory.resolve("dovecot-" + imaps()).resolve("sasl").toString();
  }

  private static final String CONFIGURATION =
      """
      base_dir = @OWN@/run
      state_dir = @OWN@/run
      log_path = @OWN@/dovecot.log
      listen = @LISTEN@
      auth_mechanisms = @MECHANISMS@
      auth_username_format = %u
      protocols = imap pop3
      ssl = required
      ssl_cert = <@DIR@/certificate.pem
      ssl_key = <@DIR@/key.pem
      ssl_min_protocol = TLSv1.2
      ssl_dh =
      mail_location = maildir:@DIR@/mail/%u
      mail_max_userip_connections = 5000
      first_valid_uid = 1
      login_log_format_elements =
      default_process_limit = 2000
      default_client_limit = 4000
      passdb {
        driver = passwd-file
        mechanisms = scram-sha-256
        args = scheme=SCRAM-SHA-256 username_format=%u @DIR@/scram-users
      }
      passdb {
        driver = passwd-file
        args = scheme=PLAIN username_format=%u @DIR@/users
      }
      userdb {
        driver = static
        args = uid=mail gid=mail home=@DIR@/mail/%u
      }
      service auth {
        unix_listener @OWN@/sasl {
          mode = 0666
        }
      }
      service anvil {
        unix_listener anvil-auth-penalty {
          mode = 0
        }
      }
      service imap-login {
        service_count = 0
        process_min_avail = 1
        inet_listener imap {
          port = 0
        }
        inet_listener imaps {
          port = @IMAPS@
          ssl = yes
        }
      }
      service pop3-login {
        service_count = 0
        process_min_avail = 1
        inet_listener pop3 {
          port = 0
        }
        inet_listener pop3s {
          port = @POP3S@
          ssl = yes
        }
      }
      service imap {
        service_count = 200
        process_min_avail = 2
        process_limit = 2000
      }
      service pop3 {
        service_count = 200
        process_min_avail = 2
        process_limit = 2000
      }
      """;
}
