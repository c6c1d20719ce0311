package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.MailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** A process in which each of many virtual threads sends a message. */
final class VirtualProcess {
  private static final int WARM_UP = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final String PATIENCE_MILLIS = Long.toString(PATIENCE.toMillis());

  private VirtualProcess() {}

  /**
   * Measures.
   *
   * @param arguments the client, the port of the server, its trust anchor, the number of threads
   */
  public static void main(String[] arguments) throws Exception {
    MailServer server =
        new MailServer("smtps", "localhost", Integer.parseInt(arguments[1]), Path.of(arguments[2]));
    AngusClient client =
        Kind.valueOf(arguments[0])
            .client(server)
            .with("connectiontimeout", PATIENCE_MILLIS)
            .with("timeout", PATIENCE_MILLIS)
            .with("security.handshake-timeout", PATIENCE_MILLIS)
            .with("security.login-timeout", PATIENCE_MILLIS);
    Recording ofWarmUp = recording();
    // to load a class pins the thread, also the classes of Mailclad's events
    run(client, WARM_UP);
    ofWarmUp.close();
    try (Recording recording = recording()) {
      long begin = System.nanoTime();
      long errors = run(client, Integer.parseInt(arguments[3]));
      print("virtual-seconds", (System.nanoTime() - begin) / 1e9);
      print("virtual-errors", (double) errors);
      print("virtual-pinned", (double) pinned(recording));
    }
    System.exit(0);
  }

  private static Recording recording() {
    Recording recording = new Recording();
    recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
    recording.start();
    return recording;
  }

  private static void print(String metric, double value) {
    System.out.println("metric " + metric + " " + value);
  }

  /** Returns the number of threads that could not send in time. */
  private static long run(AngusClient client, int threads)
      throws ReflectiveOperationException, InterruptedException {
    ExecutorService executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    CountDownLatch running = new CountDownLatch(threads);
    LongAdder errors = new LongAdder();
    for (int i = 0; i < threads; i++) {
      executor.execute(
          () -> {
            try {
              client.sendOverOne(1, () -> {});
            } catch (Exception e) {
              errors.increment();
              System.err.println(e);
            } finally {
              running.countDown();
            }
          });
    }
    boolean all = running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return errors.sum() + (all ? 0 : running.getCount());
  }

  /** Returns the number of events whose stack has code of Mailclad. */
  private static long pinned(Recording recording) throws IOException {
    Path file = Files.createTempFile("pinned", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getStackTrace() != null)
          .filter(event -> !reason(event).startsWith("Waited for initialization"))
          .filter(
              event ->
                  event.getStackTrace().getFrames().stream().anyMatch(VirtualProcess::isMailclads))
          .count();
    } finally {
      Files.delete(file);
    }
  }

  /** Returns why the thread was pinned; the first use of a class pins once. */
  private static String reason(RecordedEvent event) {
    return event.hasField("pinnedReason") ? event.getString("pinnedReason") : "";
  }

  private static boolean isMailclads(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.startsWith("io.github.mailclad.") && !type.startsWith("io.github.mailclad.bench.");
  }
}
