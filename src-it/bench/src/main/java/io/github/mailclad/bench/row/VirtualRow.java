package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.lab.LabSettings;
import io.github.mailclad.bench.lab.SmallServer;
import java.time.Duration;
import java.util.List;

/**
 * Ten thousand virtual threads that each send a message through one {@code Session}, each over a
 * connection of its own: {@code virtual-seconds} until all have sent, {@code virtual-errors}, and
 * {@code virtual-pinned}, the events in which code of Mailclad kept a carrier thread. Nothing on a
 * JDK without virtual threads.
 */
final class VirtualRow implements Row {
  private static final int THREADS = 10_000;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    if (Runtime.version().feature() < 21) {
      System.out.println("# no virtual threads on this JDK");
      return;
    }
    try (SmallServer small = SmallServer.start()) {
      MailServer server = new MailServer("smtps", "localhost", small.port(), small.anchor());
      new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
          .take(2, contender -> take(lab, server, contender, results));
    }
    results.print();
  }

  private static void take(
      LabSettings lab, MailServer server, Contender<Kind> contender, Results results)
      throws Exception {
    Kind.addAll(
        contender
            .action()
            .process(lab)
            .with("-Xmx2g")
            .run(
                VirtualProcess.class,
                Duration.ofMinutes(2),
                contender.action().name(),
                Integer.toString(server.port()),
                server.anchor().toString(),
                Integer.toString(THREADS)),
        "",
        contender,
        results);
  }
}
