package io.github.mailclad.it.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** unbound: a resolver that takes everything from one name server, with a validator or without. */
enum Unbound {
  RESOLVING("iterator"),
  VALIDATING("validator iterator");

  static final Path PROGRAM = Path.of("/usr/sbin/unbound");

  private final String modules;

  Unbound(String modules) {
    this.modules = modules;
  }

  /**
   * Starts it.
   *
   * @param port of this server
   * @param source the port of the server that has the zones
   * @param anchor the trust anchor, as it stands in a zone file
   */
  ServerProcess start(Path directory, int port, int source, String anchor) throws IOException {
    Path anchors = directory.resolve("anchor");
    Files.writeString(anchors, anchor + "\n", US_ASCII);
    Path file = directory.resolve("unbound-" + port + ".conf");
    Path log = directory.resolve("unbound-" + port + ".log");
    String trusting = this == VALIDATING ? "trust-anchor-file: \"%s\"".formatted(anchors) : "";
    Files.writeString(
        file,
        CONFIGURATION
            .replace("@DIR@", directory.toString())
            .replace("@LOG@", log.toString())
            .replace("@PORT@", Integer.toString(port))
            .replace("@SOURCE@", Integer.toString(source))
            .replace("@MODULES@", modules)
            .replace("@ANCHOR@", trusting),
        US_ASCII);
    return ServerProcess.start(
        SignedWorld.LIFETIME, log, List.of(port), PROGRAM.toString(), "-d", "-c", file.toString());
  }

  private static final String CONFIGURATION =
      """
      server:
       verbosity: 1
       interface: 127.0.0.1
       port: @PORT@
       username: ""
       chroot: ""
       directory: "@DIR@"
       pidfile: ""
       logfile: "@LOG@"
       use-syslog: no
       do-daemonize: no
       do-not-query-localhost: no
       do-ip6: no
       num-threads: 1
       incoming-num-tcp: 100
       outgoing-num-tcp: 100
       module-config: "@MODULES@"
       local-zone: "test." nodefault
       aggressive-nsec: no
       val-log-level: 2
       ede: yes
       @ANCHOR@
      forward-zone:
       name: "."
       forward-addr: 127.0.0.1@@SOURCE@
      remote-control:
       control-enable: no
      """;
}
