package io.github.mailclad.it.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** NSD: the one server that has the authority for all zones. */
final class NameServer {
  static final Path PROGRAM = Path.of("/usr/sbin/nsd");

  private NameServer() {}

  /**
   * Starts it.
   *
   * @param zones the names of the zones, and the files that they are in
   */
  static ServerProcess start(Path directory, int port, Map<String, Path> zones) throws IOException {
    StringBuilder configuration =
        new StringBuilder(
            CONFIGURATION
                .replace("@DIR@", directory.toString())
                .replace("@PORT@", Integer.toString(port)));
    zones.forEach(
        (name, file) ->
            configuration.append(
                "zone:\n name: \"%s\"\n zonefile: \"%s\"\n".formatted(name, file)));
    Path file = directory.resolve("nsd.conf");
    Files.writeString(file, configuration, US_ASCII);
    return ServerProcess.start(
        SignedWorld.LIFETIME,
        directory.resolve("nsd.log"),
        List.of(port),
        PROGRAM.toString(),
        "-d",
        "-c",
        file.toString());
  }

  private static final String CONFIGURATION =
      """
      server:
       ip-address: 127.0.0.1@@PORT@
       username: ""
       chroot: ""
       zonesdir: "@DIR@"
       database: ""
       pidfile: "@DIR@/nsd.pid"
       xfrdfile: "@DIR@/xfrd.state"
       zonelistfile: "@DIR@/zone.list"
       cookie-secret-file: "@DIR@/cookie"
       xfrdir: "@DIR@"
       logfile: "@DIR@/nsd.log"
       minimal-responses: no
       rrl-ratelimit: 0
       tcp-count: 200
      remote-control:
       control-enable: no
      """;
}
