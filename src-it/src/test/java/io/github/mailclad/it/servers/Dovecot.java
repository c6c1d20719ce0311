package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Dovecot: IMAP, POP3 and submission, each by implicit TLS and by STARTTLS, and SASL for the
 * servers that submit. Knows one user, by a salted password and by tokens that their issuer
 * confirms.
 */
public final class Dovecot {
  public static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
  static final Path ADMINISTRATION = Path.of("/usr/bin/doveadm");

  /** The time after which it ends by itself: enough for all its tests on a slow machine. */
  private static final Duration LIFETIME = Duration.ofMinutes(20);

  private final Path directory;
  private final int relayPort;
  private final String further;
  private final List<Integer> ports = ServerProcess.freePorts(6);

  /**
   * Not started yet.
   *
   * @param directory with the files of the {@link MailHost}
   * @param relayPort of the server that submitted mail is given to, on loopback
   * @param further more settings, often none
   */
  Dovecot(Path directory, int relayPort, String further) {
    this.directory = directory;
    this.relayPort = relayPort;
    this.further = further;
  }

  /** Returns settings for IMAP and submission at the registered ports of implicit TLS, too. */
  static String atRegisteredPorts(InetAddress address) {
    return registered("imap", address, 993) + registered("submission", address, 465);
  }

  private static String registered(String name, InetAddress address, int port) {
    return """
        service %s-login {
          inet_listener registered {
            address = %s
            port = %d
            ssl = yes
          }
        }
        """
        .formatted(name, address.getHostAddress(), port);
  }

  List<Listener> listeners() {
    return List.of(
        new Listener("Dovecot", "imaps", ports.get(0)),
        new Listener("Dovecot", "imap", ports.get(1)),
        new Listener("Dovecot", "pop3s", ports.get(2)),
        new Listener("Dovecot", "pop3", ports.get(3)),
        new Listener("Dovecot", "submissions", ports.get(4)),
        new Listener("Dovecot", "submission", ports.get(5)));
  }

  /**
   * Starts it.
   *
   * @param introspection the address at which the issuer of tokens confirms them (RFC 7662)
   */
  ServerProcess start(String user, String password, URI introspection)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("users"), user + ":" + salted(password) + "::::::\n");
    Files.writeString(directory.resolve("tokens.conf"), TOKENS.formatted(introspection, directory));
    return run(
        directory,
        CONFIGURATION
                .replace("@DIR@", directory.toString())
                .replace("@RELAY@", Integer.toString(relayPort))
            + services()
            + further,
        ports);
  }

  /**
   * Starts it with these settings.
   *
   * @param directory takes {@code dovecot.conf} and {@code dovecot.log}
   * @param ports its ports on loopback
   */
  public static ServerProcess run(Path directory, String settings, List<Integer> ports)
      throws IOException {
    Path configuration = Files.writeString(directory.resolve("dovecot.conf"), settings);
    return ServerProcess.start(
        LIFETIME,
        directory.resolve("dovecot.log"),
        ports,
        PROGRAM.toString(),
        "-F",
        "-c",
        configuration.toString());
  }

  private static String salted(String password) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(ADMINISTRATION.toString(), "pw", "-s", "SCRAM-SHA-256", "-p", password)
            .start();
    String hash = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    process.waitFor();
    return hash.trim();
  }

  private String services() {
    return service("imap", ports.get(0), ports.get(1))
        + service("pop3", ports.get(2), ports.get(3))
        + service("submission", ports.get(4), ports.get(5));
  }

  /** Returns the settings of a service with these ports on loopback. */
  public static String service(String name, int implicit, int starttls) {
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

  // failed logins are not slowed down: tests make many of them
  private static final String CONFIGURATION =
      """
      base_dir = @DIR@/run
      state_dir = @DIR@/run
      log_path = @DIR@/dovecot.log
      auth_verbose = yes
      auth_failure_delay = 0
      auth_username_format = %u
      auth_mechanisms = plain login scram-sha-256 oauthbearer xoauth2 external
      auth_ssl_username_from_cert = yes
      ssl_verify_client_cert = yes
      ssl_require_crl = no
      ssl_ca = <@DIR@/authority.pem
      protocols = imap pop3 submission
      ssl = required
      ssl_cert = <@DIR@/certificate.pem
      ssl_key = <@DIR@/key.pem
      ssl_min_protocol = TLSv1.2
      ssl_dh =
      disable_plaintext_auth = yes
      mail_location = maildir:@DIR@/mail/%u
      first_valid_uid = 1
      mail_max_userip_connections = 200
      hostname = localhost
      submission_relay_host = 127.0.0.1
      submission_relay_port = @RELAY@
      submission_relay_trusted = yes
      passdb {
        driver = passwd-file
        args = @DIR@/users
        mechanisms = plain login scram-sha-256
      }
      passdb {
        driver = oauth2
        args = @DIR@/tokens.conf
        mechanisms = oauthbearer xoauth2
      }
      passdb {
        driver = static
        args = nopassword=y
        mechanisms = external
      }
      userdb {
        driver = static
        args = uid=mail gid=mail home=@DIR@/mail/%u
      }
      mail_plugins = quota
      protocol imap {
        mail_plugins = quota imap_quota
      }
      plugin {
        quota = maildir:User quota
        quota_rule = *:storage=1G
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

  private static final String TOKENS =
      """
      introspection_mode = post
      introspection_url = %s
      tls_ca_cert_file = %s/authority.pem
      username_attribute = username
      active_attribute = active
      active_value = true
      """;
}
