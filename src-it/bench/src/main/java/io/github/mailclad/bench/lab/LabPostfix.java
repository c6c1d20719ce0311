package io.github.mailclad.bench.lab;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Postfix with submission by implicit TLS, which asks Dovecot for users and drops all mail. */
final class LabPostfix {
  private static final String PROGRAM = "/usr/sbin/postfix";
  private static final String MASTER_PROGRAM = "/usr/lib/postfix/sbin/master";

  private final Path directory;
  private final List<String> addresses;
  private final int port = ServerProcess.freePorts(1).get(0);

  /** Not started yet; the directory has the certificate. It will listen at these addresses. */
  LabPostfix(Path directory, List<String> addresses) {
    this.directory = directory;
    this.addresses = addresses;
  }

  int smtps() {
    return port;
  }

  /** Starts it, to ask for users there. */
  ServerProcess start(String sasl, Duration lifetime) throws IOException, InterruptedException {
    Path etc = Files.createDirectories(directory.resolve("postfix"));
    Files.createDirectories(directory.resolve("queue"));
    Path data = Files.createDirectories(directory.resolve("data"));
    Lab.giveTo("postfix", data);
    Files.writeString(
        etc.resolve("main.cf"),
        MAIN.replace("@DIR@", directory.toString()).replace("@SASL@", sasl));
    StringBuilder master = new StringBuilder();
    addresses.forEach(address -> master.append(SUBMISSION.formatted(address, port)));
    Files.writeString(etc.resolve("master.cf"), master + MASTER);
    // makes the folders of the queue
    new ProcessBuilder("timeout", "60", PROGRAM, "-c", etc.toString(), "check")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("postfix-check.out").toFile())
        .start()
        .waitFor();
    return ServerProcess.start(
        lifetime,
        directory.resolve("postfix.log"),
        List.of(port),
        MASTER_PROGRAM,
        "-c",
        etc.toString(),
        "-s");
  }

  private static final String MAIN =
      """
      compatibility_level = 3.6
      queue_directory = @DIR@/queue
      data_directory = @DIR@/data
      maillog_file = @DIR@/postfix.log
      maillog_file_prefixes = @DIR@
      myhostname = localhost
      mydestination = localhost
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      mynetworks = 127.0.0.0/8
      alias_maps =
      alias_database =
      local_recipient_maps =
      local_transport = discard
      default_transport = discard
      relay_transport = discard
      message_size_limit = 60000000
      smtpd_client_connection_count_limit = 0
      smtpd_tls_chain_files = @DIR@/key.pem, @DIR@/certificate.pem
      smtpd_tls_auth_only = yes
      smtpd_sasl_auth_enable = yes
      smtpd_sasl_type = dovecot
      smtpd_sasl_path = unix:@SASL@
      smtpd_relay_restrictions = permit_sasl_authenticated, reject
      """;

  private static final String SUBMISSION =
      """
      %s:%d inet n - n - 1000 smtpd
        -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt
      """;

  private static final String MASTER =
      """
      pickup unix n - n 60 1 pickup
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
      discard unix - - n - - discard
      anvil unix - - n - 1 anvil
      postlog unix-dgram n - n - 1 postlogd
      """;
}
