package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Cyrus IMAP: IMAP and POP3, each by implicit TLS and by STARTTLS. It logs to the system only, so a
 * login cannot be read in a log. Instead it has ports that offer a single mechanism. To SCRAM it
 * adds the form with channel binding, for which it knows only {@code tls-unique}.
 */
final class Cyrus {
  /** The names of its services; each is in four protocols. */
  static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "PLAIN", "LOGIN");

  /** Its package excludes that of Dovecot, so it is unpacked and not installed. */
  private static final Path HOME = Path.of("/opt/mailclad-cyrus");

  private static final Path PROGRAMS = HOME.resolve("usr/lib/cyrus/bin");
  private static final Path PASSWORDS = HOME.resolve("usr/sbin/saslpasswd2");
  private static final List<String> PROTOCOLS = List.of("imaps", "imap", "pop3s", "pop3");

  private final Path directory;
  private final List<Integer> ports = ServerProcess.freePorts(MECHANISMS.size() * PROTOCOLS.size());

  private Cyrus(Path directory) {
    this.directory = directory;
  }

  /** Returns it, not started yet, or skips the test. */
  static Cyrus orSkip(Path directory) {
    Installed.orSkip(PROGRAMS.resolve("master"), PASSWORDS);
    return new Cyrus(directory);
  }

  /** Returns the ports that offer this mechanism, for each protocol. */
  List<Listener> listeners(String mechanism) {
    int first = MECHANISMS.indexOf(mechanism) * PROTOCOLS.size();
    return PROTOCOLS.stream()
        .map(
            protocol ->
                new Listener("Cyrus", protocol, ports.get(first + PROTOCOLS.indexOf(protocol))))
        .toList();
  }

  /**
   * Starts it, with one user.
   *
   * @param authority of the certificates of users, for EXTERNAL
   */
  ServerProcess start(Issued certificate, Issued authority, Sentinels user)
      throws IOException, InterruptedException {
    Folders.readable(directory);
    Files.createDirectory(directory.resolve("conf"));
    Files.createDirectory(directory.resolve("spool"));
    Files.createDirectory(directory.resolve("run"));
    Files.writeString(directory.resolve("certificate.pem"), certificate.chainPem());
    Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
    Files.writeString(directory.resolve("authority.pem"), authority.pem());
    setPassword(user);
    Files.writeString(
        directory.resolve("imapd.conf"),
        CONFIGURATION.replace("@DIR@", directory.toString()) + mechanisms());
    Files.writeString(directory.resolve("cyrus.conf"), services());
    Folders.ofMail(directory);
    return start();
  }

  /** Starts it with the files of a start before. */
  ServerProcess start() {
    return ServerProcess.start(
        directory.resolve("master.log"),
        ports,
        "env",
        libraries(),
        PROGRAMS.resolve("master").toString(),
        "-C",
        directory.resolve("imapd.conf").toString(),
        "-M",
        directory.resolve("cyrus.conf").toString(),
        "-p",
        directory.resolve("run/pid").toString(),
        "-L",
        directory.resolve("master.log").toString());
  }

  private static String libraries() {
    return "LD_LIBRARY_PATH=" + HOME.resolve("usr/lib/x86_64-linux-gnu");
  }

  private void setPassword(Sentinels user) throws IOException, InterruptedException {
    String[] command = {
      "env",
      libraries(),
      PASSWORDS.toString(),
      "-p",
      "-c",
      "-u",
      "localhost",
      "-f",
      directory.resolve("sasldb").toString(),
      user.user()
    };
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("saslpasswd.out").toFile())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(user.password().getBytes(StandardCharsets.US_ASCII));
    }
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(directory.resolve("saslpasswd.out")));
    }
  }

  /** The offers, each in the configuration of its own services. */
  private static String mechanisms() {
    StringBuilder text = new StringBuilder();
    for (String mechanism : MECHANISMS) {
      for (String protocol : PROTOCOLS) {
        text.append(service(mechanism, protocol))
            .append("_sasl_mech_list: ")
            .append(mechanism)
            .append(" EXTERNAL\n");
      }
    }
    return text.toString();
  }

  private static String service(String mechanism, String protocol) {
    return mechanism.toLowerCase(Locale.ROOT).replace("-", "") + protocol;
  }

  private String services() {
    StringBuilder text = new StringBuilder("START {\n  recover cmd=\"");
    text.append(program("ctl_cyrusdb"))
        .append(" -r\"\n}\nDAEMON {\n  idled cmd=\"")
        .append(program("idled"))
        .append("\"\n}\nSERVICES {\n");
    for (String mechanism : MECHANISMS) {
      for (Listener listener : listeners(mechanism)) {
        text.append(
            "  %s cmd=\"%s%s\" listen=\"127.0.0.1:%d\" prefork=0\n"
                .formatted(
                    service(mechanism, listener.protocol()),
                    program(listener.service() + "d"),
                    listener.protocol().endsWith("s") ? " -s" : "",
                    listener.port()));
      }
    }
    return text.append("}\n").toString();
  }

  private String program(String name) {
    return PROGRAMS.resolve(name) + " -C " + directory.resolve("imapd.conf");
  }

  private static final String CONFIGURATION =
      """
      configdirectory: @DIR@/conf
      partition-default: @DIR@/spool
      defaultpartition: default
      proc_path: @DIR@/run/proc
      mboxname_lockpath: @DIR@/run/lock
      lmtpsocket: @DIR@/run/lmtp
      idlesocket: @DIR@/run/idle
      notifysocket: @DIR@/run/notify
      cyrus_user: mail
      cyrus_group: mail
      servername: localhost
      unixhierarchysep: yes
      username_tolower: no
      allowplaintext: no
      failedloginpause: 0
      autocreate_quota: 102400
      autocreate_post: yes
      delete_mode: immediate
      sasl_pwcheck_method: auxprop
      sasl_auxprop_plugin: sasldb
      sasl_sasldb_path: @DIR@/sasldb
      tls_server_cert: @DIR@/certificate.pem
      tls_server_key: @DIR@/key.pem
      tls_client_ca_file: @DIR@/authority.pem
      tls_client_certs: optional
      """;
}
