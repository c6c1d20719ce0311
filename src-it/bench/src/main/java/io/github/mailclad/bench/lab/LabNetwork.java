package io.github.mailclad.bench.lab;

import io.github.mailclad.fixtures.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts the {@link DelayedNetwork}. It needs root, {@code /dev/net/tun}, {@code python3} (Java
 * cannot make an ioctl call) and {@code ip}. The addresses are those that RFC 2544 keeps for
 * benchmarks; the device goes when the process ends.
 */
final class LabNetwork {
  /** The address of this machine in the network with a delay. */
  static final String SERVER = "198.18.0.1";

  private static final String LAUNCHER =
      """
      import fcntl, os, struct, subprocess, sys
      tun = os.open('/dev/net/tun', os.O_RDWR)
      name = fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH14x', b'mailbench%d', 0x1001))[:16]
      name = name.rstrip(bytes(1)).decode()
      for command in ('addr add %s/15 dev', 'link set mtu 1500 up dev'):
          words = command % '198.18.0.1' if '%' in command else command
          subprocess.run(['ip'] + words.split() + [name], check=True, stdin=subprocess.DEVNULL)
      os.dup2(tun, 0)
      os.dup2(tun, 1)
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private LabNetwork() {}

  /** Returns the address behind a round trip of so many milliseconds. */
  static String address(int roundTripMillis) {
    return "198.18." + roundTripMillis + ".2";
  }

  static ServerProcess start(Path directory, Path counts, Duration lifetime) throws IOException {
    Path launcher = Files.writeString(directory.resolve("network.py"), LAUNCHER);
    Path log = directory.resolve("network.log");
    ServerProcess process =
        ServerProcess.start(
            lifetime,
            log,
            List.of(),
            "sh",
            "-c",
            "exec \"$@\" 2>" + log,
            "sh",
            "python3",
            launcher.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            DelayedNetwork.class.getName(),
            counts.toString());
    process.awaitLog(0, "ready");
    return process;
  }
}
