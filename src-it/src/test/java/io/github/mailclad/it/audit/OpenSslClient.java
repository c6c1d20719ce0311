package io.github.mailclad.it.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** OpenSSL's own client, at security level 0, as the other opinion on a server. */
final class OpenSslClient {
  private static final Map<String, String> OPTIONS =
      Map.of("TLS 1.0", "-tls1", "TLS 1.1", "-tls1_1", "TLS 1.2", "-tls1_2", "TLS 1.3", "-tls1_3");

  /** The exit code of {@code timeout}. */
  private static final int TIMED_OUT = 124;

  private OpenSslClient() {}

  /** Returns the versions with which OpenSSL completes a handshake at a port of loopback. */
  static Set<String> versions(int port) throws IOException, InterruptedException {
    Set<String> versions = new TreeSet<>();
    for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
      if (isAgreed(port, option.getValue(), "ALL:@SECLEVEL=0")) {
        versions.add(option.getKey());
      }
    }
    return versions;
  }

  /**
   * Returns those of these suites with which OpenSSL completes a handshake of TLS 1.2 at a port of
   * loopback, one handshake for each.
   *
   * @param names registered names
   */
  static Set<String> suites(int port, Set<String> names) throws IOException, InterruptedException {
    Set<String> agreed = new TreeSet<>();
    String listed = run("ciphers", "-s", "-tls1_2", "-stdname", "ALL:eNULL:@SECLEVEL=0");
    if (!listed.startsWith("TLS_")) {
      throw new IOException("openssl lists no cipher suites: " + listed);
    }
    for (String line : listed.lines().toList()) {
      String[] field = line.strip().split(" +", -1);
      if (names.contains(field[0]) && isAgreed(port, "-tls1_2", field[2] + ":@SECLEVEL=0")) {
        agreed.add(field[0]);
      }
    }
    return agreed;
  }

  private static boolean isAgreed(int port, String version, String suites)
      throws IOException, InterruptedException {
    String output = run("s_client", "-connect", "127.0.0.1:" + port, version, "-cipher", suites);
    return output.contains("Cipher is ") && !output.contains("Cipher is (NONE)");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("timeout", "60", "openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write("a1 LOGOUT\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException ended) {
      // it needed no input
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (process.waitFor() == TIMED_OUT) {
      throw new IOException("openssl took too long: " + command);
    }
    return output;
  }
}
