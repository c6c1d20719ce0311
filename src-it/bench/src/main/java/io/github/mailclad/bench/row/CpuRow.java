package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Action;
import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Meter;
import io.github.mailclad.bench.client.Tls;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What connect, login and logout cost on loopback, in a warm JVM: {@code imaps-cpu-us} is the CPU
 * of the calling thread, {@code imaps-process-cpu-us} that of all threads, {@code
 * imaps-allocated-kib} what the calling thread allocates. TLS sessions resume. {@code
 * imaps-cpu-us-unresumed} sets the same figure of Mailclad beside Angus with a new context each
 * time, {@code imaps-cpu-us-session} is for a new {@code Session} each time.
 */
final class CpuRow implements Row {
  /** Until then most of the code of every client runs in the first tiers of the compiler. */
  private static final int WARM_UP = 600;

  /** For another figure of the same clients. */
  private static final int WARM_UP_AGAIN = 60;

  /** Until then the compilers have finished, also for the client with the most code. */
  private static final int LONG_RUN = 2_500;

  private static final int ROUNDS = 6;
  private static final int CYCLES = 20;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      MailServer server = MailServer.local(lab, protocol);
      measure(protocol, Connecting.inOneThread(server), results);
      unresumed(protocol, server, results);
      newSession(protocol, server, results);
    }
    longRun(MailServer.local(lab, "imaps"), results);
  }

  private static void longRun(MailServer server, Results results) throws Exception {
    measureCpu(
        "imaps-cpu-us-long-run",
        List.of(
            Contender.ours(AngusClient.ours(server)::cycle),
            Contender.plain(AngusClient.plain(server)::cycle)),
        LONG_RUN,
        results);
  }

  private static void newSession(String protocol, MailServer server, Results results)
      throws Exception {
    SSLContext shared = Tls.context(server.anchor());
    measureCpu(
        protocol + "-cpu-us-session",
        List.of(
            Contender.ours(() -> AngusClient.ours(server).cycle()),
            Contender.plain(() -> AngusClient.plain(server, shared).cycle())),
        results);
  }

  private static void measure(String protocol, List<Contender<Action>> clients, Results results) {
    Turns<Action> turns = new Turns<>(clients, results);
    turns.take(WARM_UP, contender -> contender.action().run());
    turns.take(
        ROUNDS,
        contender -> {
          long process = Meter.processCpu();
          long allocated = Meter.allocated();
          long thread = Meter.threadCpu();
          block(contender);
          double each = CYCLES * 1000.0;
          results.add(protocol + "-cpu-us", contender, (Meter.threadCpu() - thread) / each);
          results.add(
              protocol + "-process-cpu-us", contender, (Meter.processCpu() - process) / each);
          results.add(
              protocol + "-allocated-kib",
              contender,
              (Meter.allocated() - allocated) / 1024.0 / CYCLES);
        });
    results.print();
  }

  private static void unresumed(String protocol, MailServer server, Results results)
      throws Exception {
    TrustManager[] anchors = Tls.anchors(server.anchor());
    measureCpu(
        protocol + "-cpu-us-unresumed",
        List.of(
            Contender.ours(AngusClient.ours(server)::cycle),
            Contender.plain(() -> AngusClient.plain(server, Tls.context(anchors)).cycle())),
        results);
  }

  /** Adds the CPU of the calling thread for one action of each client. */
  static void measureCpu(String metric, List<Contender<Action>> clients, Results results) {
    measureCpu(metric, clients, WARM_UP_AGAIN, results);
  }

  private static void measureCpu(
      String metric, List<Contender<Action>> clients, int warmUp, Results results) {
    Turns<Action> turns = new Turns<>(new ArrayList<>(clients), results);
    turns.take(warmUp, contender -> contender.action().run());
    turns.take(
        ROUNDS,
        contender -> {
          long before = Meter.threadCpu();
          block(contender);
          results.add(metric, contender, (Meter.threadCpu() - before) / 1000.0 / CYCLES);
        });
    results.print();
  }

  private static void block(Contender<Action> contender) throws Exception {
    for (int i = 0; i < CYCLES; i++) {
      contender.action().run();
    }
  }
}
