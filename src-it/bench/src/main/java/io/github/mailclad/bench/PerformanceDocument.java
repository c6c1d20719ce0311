package io.github.mailclad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code docs/performance.md}: a text, and for each JDK a table of the last run of each metric. */
final class PerformanceDocument {
  private static final String SECTION = "## JDK ";

  private final Path file;

  /** Metrics in the order of their names, by the number of a JDK. */
  private final Map<Integer, Map<String, List<String>>> tables = new TreeMap<>();

  private PerformanceDocument(Path file) {
    this.file = file;
  }

  /** The tables of the document, if there is one. */
  static PerformanceDocument read(Path file) throws IOException {
    PerformanceDocument document = new PerformanceDocument(file);
    int jdk = 0;
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith(SECTION)) {
        jdk = Integer.parseInt(line.substring(SECTION.length()));
      } else if (jdk > 0 && line.startsWith("| `")) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        document.put(jdk, cells.get(1).replace("`", ""), cells.subList(2, cells.size() - 1));
      }
    }
    return document;
  }

  /** The cells of a metric behind its name, measured on this JDK. */
  void put(String metric, List<String> cells) {
    put(Runtime.version().feature(), metric, cells);
  }

  private void put(int jdk, String metric, List<String> cells) {
    tables.computeIfAbsent(jdk, each -> new TreeMap<>(BY_NAME)).put(metric, List.copyOf(cells));
  }

  void write() throws IOException {
    StringBuilder text = new StringBuilder(TEXT);
    tables.forEach(
        (jdk, rows) -> {
          text.append('\n').append(SECTION).append(jdk).append("\n\n").append(HEAD);
          rows.forEach(
              (metric, cells) ->
                  text.append("| `")
                      .append(metric)
                      .append("` | ")
                      .append(String.join(" | ", cells))
                      .append(" |\n"));
        });
    Files.writeString(file, text);
  }

  /** {@code imaps-trips-100} follows {@code imaps-trips-20}. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing((String metric) -> metric.replaceAll("\\d+$", ""))
          .thenComparing(metric -> metric.replaceAll("^.*?(\\d*)$", "$1").length())
          .thenComparing(Comparator.naturalOrder());

  private static final String TEXT =
      """
      # Performance

      ```sh
      mvn -q -Pbench verify                                             # all rows, under 20 minutes
      mvn -q -Pbench -pl src-it/bench -am verify -Dbench=imaps,flights  # some rows; the others stay in the table
      JAVA_HOME=/path/to/jdk mvn -q -Pbench verify                      # on another JDK
      ```

      The benchmarks need root, Dovecot and Postfix (`src-it/install-servers.sh`), `python3`, `ip` and `/dev/net/tun`.

      In each row all clients do the same work with the same server. They take turns, so each round has one value of each
      client. A cell has the median of these values, and in brackets the first and the last tenth of them. A cell without
      brackets is a single value. The last column has the median of the ratios of single rounds, not the ratio of the
      medians. Compare within a row only: the load of the machine changes between rows.

      * **plain**: Angus hardened by hand. Implicit TLS 1.2 or newer, one context so that sessions resume, the identity
        checked, finite timeouts.
      * **best peer**: the best of Angus tuned (TCP_NODELAY, an initial response, BDAT), Spring, Simple Java Mail,
        NioSmtpClient and Vert.x.
      * **minimum**: a client written by hand. It sends what the protocol needs, in as few writes as the protocol allows.

      | metric | meaning |
      |---|---|
      | `flights-*` | round trips that the client waits for, counted in the network: exact under any load |
      | `*-trips-20`, `-50`, `-100` | time divided by the round trip of 20, 50 or 100 ms |
      | `imaps-*`, `pop3s-*`, `smtps-*` | connect, log in, log out; `imaps-scram` where the server offers SCRAM |
      | `*-early` | later sessions with `early-login=known-servers` |
      | `message-*` | connect, log in, send one message, quit |
      | `further-message-*` | each message after the first on one connection |
      | `batch-*` | each of 25 messages that are handed over at once |
      | `loop-*` | each message of a loop over `Transport.send` |
      | `attachment-*` | reading 25 MiB by IMAP with the defaults; what needs more than 6 s is extrapolated |
      | `*-cpu-us`, `*-allocated-kib` | of the calling thread, for connect, login, logout on loopback in a warm JVM |
      | `*-process-cpu-us` | the same of all threads; the system counts in steps of 10 ms |
      | `*-cpu-us-unresumed` | the same of the thread, with Angus making a context each time |
      | `*-cpu-us-session` | the same of the thread, with a new `Session` each time |
      | `*-by-bctls` and others | the same, Mailclad with that `tls-provider`, Angus with the platform's TLS |
      | `attachment-mib-per-second-*` | reading 25 MiB by IMAP on loopback |
      | `connections-*`, `messages-*`, `connection-cpu-*` | 50 or 500 threads; half send 5 messages, half read a header |
      | `idle-*` | for each of 1,000 idle IMAP connections, but the threads for all of them |
      | `first-mail-*` | a fresh process that sends one mail, from its start to its end, at 0, 20 and 50 ms |
      | `first-store-cpu-ms` | the first `getStore` of a process |

      The network is a TUN device. Its process holds each packet for half of the round trip, so clients and servers have
      real TCP connections. Postfix lets JSSE resume a TLS session on every second connection only: the lower end of a
      `smtps-*` row is a resumed session.

      A process starts faster from an archive of its classes. Four runs of a first mail over loopback on a busy
      machine took 0.65 of their CPU with an archive of JDK 17 (`-XX:ArchiveClassesAtExit=app.jsa` once,
      `-XX:SharedArchiveFile=app.jsa` from then on), and 0.56 with the cache of JDK 25
      (`-XX:AOTCacheOutput=app.aot`, `-XX:AOTCache=app.aot`). The class path must consist of jars.

      ## Which `tls-provider`

      The rows that end in `-by-platform`, `-by-bctls` and `-by-conscrypt` compare each with plain Angus on the platform's
      TLS. The figures here are such ratios on JDK 17, in this order.

      * `platform` needs no further jar. Choose it unless you need a key exchange that it lacks.
      * `bctls` is for post-quantum key exchange in pure Java. A session of IMAP takes more CPU than with the others (1.2,
        2.6, 1.2), because its sessions of TLS 1.3 do not resume. So does the first mail of a process (1.5, 3.3, 1.6).
      * `conscrypt` is for many new connections, and for post-quantum key exchange too, where native code is acceptable.
        Opening a connection takes least (1.6, 1.75, 0.5 of the CPU of the process). An idle connection takes more heap
        (22, 20 and 40 KiB), and native memory that the table does not count.

      All three read an attachment at 80 to 100 MiB/s on loopback.
      """;

  private static final String HEAD =
      """
      | metric | Mailclad | plain | best peer | minimum | Mailclad / plain |
      |---|---|---|---|---|---|
      """;
}
