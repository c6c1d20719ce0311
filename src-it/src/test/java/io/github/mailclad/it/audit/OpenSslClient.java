package io.github.mailclad.it.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** OpenSSL's own client, at security level 0, as the other opinion on a server. */
final class OpenSslClient {
  private static final Map<String, String> OPTIONS =
      Map.of("TLS 1.0", "-tls1", "TLS 1.1", "-tls1_1", "TLS 1.2", "-tls1_2", "TLS 1.3", "-tls1_3");

  private OpenSslClient() {}

  /** Returns the versions with which OpenSSL completes a handshake at a port of loopback. */
  static Set<String> versions(int port) throws IOException, InterruptedException {
    Set<String> versions = new TreeSet<>();
    for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
      Process process =
          new ProcessBuilder(
                  "timeout",
                  "20",
                  "openssl",
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + port,
                  option.getValue(),
                  "-cipher",
                  "ALL:@SECLEVEL=0")
              .redirectErrorStream(true)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write("a1 LOGOUT\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      process.waitFor();
      if (output.contains("Cipher is ") && !output.contains("Cipher is (NONE)")) {
        versions.add(option.getKey());
      }
    }
    return versions;
  }
}
