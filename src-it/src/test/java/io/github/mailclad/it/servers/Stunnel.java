package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** stunnel, as TLS of exactly one version in front of a server without TLS. */
public final class Stunnel {
  public static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private static final Path PROGRAM =
      Installed.firstOf("/opt/mailclad-stunnel/usr/bin/stunnel4", "/usr/bin/stunnel4");

  private final Path directory;
  private final List<Integer> backends;
  private final List<Integer> ports;

  private Stunnel(Path directory, List<Integer> backends) {
    this.directory = directory;
    this.backends = List.copyOf(backends);
    this.ports = ServerProcess.freePorts(VERSIONS.size() * backends.size());
  }

  /** Returns it, not started yet, in front of these ports on loopback, or skips the test. */
  public static Stunnel orSkip(Path directory, List<Integer> backends) {
    Installed.programsOrSkip(PROGRAM, Path.of("/usr/bin/openssl"));
    return new Stunnel(directory, backends);
  }

  /** Returns the port with this version of TLS in front of that port. */
  public int port(String version, int backend) {
    return ports.get(VERSIONS.indexOf(version) * backends.size() + backends.indexOf(backend));
  }

  /** Starts it. */
  public ServerProcess start(Issued certificate) throws IOException {
    Files.writeString(
        directory.resolve("chain.pem"), certificate.keyPem() + certificate.chainPem());
    StringBuilder configuration =
        new StringBuilder("foreground = yes\npid =\noutput = @DIR@/stunnel.log\ndebug = 5\n");
    for (String version : VERSIONS) {
      for (int backend : backends) {
        configuration.append(SERVICE.formatted(version, port(version, backend), backend));
      }
    }
    Path file =
        Files.writeString(
            directory.resolve("stunnel.conf"),
            configuration.toString().replace("@DIR@", directory.toString()));
    return ServerProcess.start(
        directory.resolve("stunnel.log"), ports, PROGRAM.toString(), file.toString());
  }

  // the old versions need hash functions that OpenSSL otherwise refuses
  private static final String SERVICE =
      """
      [%1$s-%3$d]
      accept = 127.0.0.1:%2$d
      connect = 127.0.0.1:%3$d
      cert = @DIR@/chain.pem
      sslVersionMin = %1$s
      sslVersionMax = %1$s
      securityLevel = 0
      ciphers = ALL:@SECLEVEL=0
      """;
}
