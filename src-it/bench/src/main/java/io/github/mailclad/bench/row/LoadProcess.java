package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Meter;
import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process whose threads connect all the time. */
final class LoadProcess {
  private static final int WARM_UP = 5;
  private static final int MESSAGES = 5;

  /** Until then most of the code is compiled; after 40 s, Mailclad on JDK 25 needs half the CPU. */
  private static final Duration BEFORE = Duration.ofSeconds(10);

  private static final Duration MEASURED = Duration.ofSeconds(4);

  private final AngusClient sender;
  private final AngusClient reader;
  private final LongAdder connections = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean over;

  private LoadProcess(AngusClient sender, AngusClient reader) {
    this.sender = sender;
    this.reader = reader;
  }

  /**
   * Measures.
   *
   * @param arguments the client, how many threads
   */
  public static void main(String[] arguments) throws Exception {
    LabSettings lab = LabSettings.read();
    Kind kind = Kind.valueOf(arguments[0]);
    LoadProcess process =
        new LoadProcess(
            kind.client(MailServer.local(lab, "smtps")),
            kind.client(MailServer.local(lab, "imaps")));
    process.run(Integer.parseInt(arguments[1]));
    System.exit(0);
  }

  private void run(int threads) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      send();
      reader.readHeader();
    }
    ExecutorService executor = Executors.newCachedThreadPool();
    CountDownLatch ended = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      boolean sendsFirst = i % 2 == 0;
      executor.execute(() -> repeat(sendsFirst, ended));
    }
    LockSupport.parkNanos(BEFORE.toNanos());
    measure();
    over = true;
    boolean all = ended.await(30, TimeUnit.SECONDS);
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    if (!all) {
      throw new IllegalStateException(ended.getCount() + " threads did not end");
    }
  }

  private void measure() {
    long connectionsBefore = connections.sum();
    long messagesBefore = messages.sum();
    long cpu = Meter.processCpu();
    long begin = System.nanoTime();
    LockSupport.parkNanos(MEASURED.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    double made = connections.sum() - connectionsBefore;
    print("connections-per-second", made / seconds);
    print("messages-per-second", (messages.sum() - messagesBefore) / seconds);
    print("connection-cpu-ms", (Meter.processCpu() - cpu) / 1e6 / made);
  }

  private static void print(String metric, double value) {
    System.out.println("metric " + metric + " " + value);
  }

  private void send() throws Exception {
    sender.sendOverOne(MESSAGES, messages::increment);
  }

  /** Sends and reads in turn: a client that sends faster does not do more of the dearer work. */
  private void repeat(boolean sendsFirst, CountDownLatch ended) {
    try {
      for (boolean sends = sendsFirst; !over; sends = !sends) {
        if (sends) {
          send();
        } else {
          reader.readHeader();
        }
        connections.increment();
      }
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    } finally {
      ended.countDown();
    }
  }
}
