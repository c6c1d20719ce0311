package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Meter;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A process that holds many connections. */
final class IdleProcess {
  /** The system property with another number of connections. */
  static final String SIZE = "bench.connections";

  private static final int CONNECTIONS = Integer.getInteger(SIZE, 1000);
  private static final int WARM_UP = 50;

  private IdleProcess() {}

  /**
   * Opens connections and measures them.
   *
   * @param arguments the client
   */
  public static void main(String[] arguments) throws Exception {
    Callable<AutoCloseable> opener =
        opener(Kind.valueOf(arguments[0]), MailServer.local(LabSettings.read(), "imaps"));
    for (int i = 0; i < WARM_UP; i++) {
      opener.call().close();
    }
    long heap = usedHeap();
    int threads = Meter.threads();
    long cpu = Meter.processCpu();
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      open.add(opener.call());
    }
    print("idle-open-cpu-ms", (Meter.processCpu() - cpu) / 1e6 / CONNECTIONS);
    print("idle-heap-kib", (usedHeap() - heap) / 1024.0 / CONNECTIONS);
    print("idle-threads", Meter.threads() - threads);
    // not closed one by one: the process ends
    System.exit(open.size() == CONNECTIONS ? 0 : 1);
  }

  private static void print(String metric, double value) {
    System.out.println("metric " + metric + " " + value);
  }

  private static Callable<AutoCloseable> opener(Kind kind, MailServer server) throws Exception {
    if (kind == Kind.MINIMUM) {
      return new MinimalClient(server)::open;
    }
    AngusClient client = kind.client(server);
    return client::connect;
  }

  private static long usedHeap() {
    // what connections leave behind for a while is not theirs
    LockSupport.parkNanos(2_500_000_000L);
    for (int i = 0; i < 3; i++) {
      System.gc();
      // stores have finalizers: those of the warm-up would count before, and not after
      System.runFinalization();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
