package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The TLS 1.3 of a current OpenSSL, by Node.js, in front of a server without TLS. It has the key
 * exchanges of post-quantum groups, which the TLS of the JDKs under test has not.
 */
public final class NodeTls implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/opt/mailclad-node/bin/node");

  private static final String SCRIPT =
      """
      const [key, cert, groups, staple, port, backend] = process.argv.slice(2);
      const fs = require('fs'), net = require('net'), tls = require('tls');
      const server = tls.createServer({
        key: fs.readFileSync(key), cert: fs.readFileSync(cert), minVersion: 'TLSv1.3', ecdhCurve: groups,
      }, (socket) => {
        const behind = net.connect(+backend, '127.0.0.1');
        socket.on('error', () => behind.destroy());
        behind.on('error', () => socket.destroy());
        socket.pipe(behind).pipe(socket);
      });
      server.on('OCSPRequest', (certificate, issuer, answer) =>
        answer(null, staple === 'none' ? null : fs.readFileSync(staple)));
      server.on('tlsClientError', () => {});
      server.listen(+port, '127.0.0.1');
      """;

  private final ServerProcess process;
  private final int port;

  private NodeTls(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Returns if the program is here; else the test is skipped loudly, or fails if required. */
  public static void orSkip() {
    Installed.programsOrSkip(PROGRAM);
  }

  /**
   * Starts it.
   *
   * @param folder an empty folder
   * @param groups the groups that it accepts, separated by colons
   * @param staple the OCSP response that it staples; empty for none
   * @param backend the port of the server behind it
   */
  public static NodeTls start(
      Path folder, Issued certificate, String groups, byte[] staple, int backend)
      throws IOException {
    Files.createDirectories(folder);
    Path key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());
    Path chain = Files.writeString(folder.resolve("chain.pem"), certificate.chainPem());
    Path script = Files.writeString(folder.resolve("tls.js"), SCRIPT);
    Path answer = Files.write(folder.resolve("staple.der"), staple);
    int port = ServerProcess.freePorts(1).get(0);
    return new NodeTls(
        ServerProcess.start(
            folder.resolve("log"),
            List.of(port),
            PROGRAM.toString(),
            script.toString(),
            key.toString(),
            chain.toString(),
            groups,
            staple.length == 0 ? "none" : answer.toString(),
            Integer.toString(port),
            Integer.toString(backend)),
        port);
  }

  /** Returns the port on loopback. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
