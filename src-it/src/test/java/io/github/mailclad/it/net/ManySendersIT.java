package io.github.mailclad.it.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few hundred threads, or ten thousand with {@code -Dmailclad.abuse=full}, that send and read
 * through one session at the same time: virtual threads where the JDK has them.
 */
@Requirement(
    value = {"D-5.2-6", "D-5.2-7"},
    heldBy = {"GuardedProperties", "MailConnector", "AddressRace"})
class ManySendersIT {
  private static final boolean FULL = System.getProperty("mailclad.abuse", "").equals("full");
  private static final int THREADS = FULL ? 10_000 : 300;
  private static final int JDK = Runtime.version().feature();
  private static final String PATIENCE = "600000";

  private final World world = new World();
  private final SmtpDialogue received =
      new SmtpDialogue().requiringLogin().accepting(world.sentinels);

  @TempDir private Path files;

  @Test
  void eachOfManyThreadsSendsOrReadsThroughOneSession() throws Exception {
    try (TlsFront imap = world.server("imaps").crowd(THREADS).start();
        TlsFront smtp =
            TlsFront.builder()
                .certificate(world.certificate)
                .dialogue(received)
                .crowd(THREADS)
                .start();
        Recording recording = new Recording()) {
      Session session = Session.getInstance(properties(imap, smtp));
      // loading a class pins the threads that wait for it
      run(List.of(() -> read(session), () -> send(session, "first")));
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      run(work(session));
      recording.stop();
      assertEquals(1 + THREADS / 2, received.messages().size());
      assertEquals(1 + THREADS / 2, subjects().size());
      assertEquals(1 + THREADS / 2, imap.recorder().connections().size());
      assertEquals(1 + THREADS / 2, smtp.recorder().connections().size());
      if (JDK >= 24) {
        // before, every monitor pins, and Angus reads while it holds some
        assertEquals(List.of(), pinned(recording));
        // idle ones live for two seconds
        long ofTheSystem =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mailclad-connect"))
                .count();
        assertTrue(ofTheSystem <= 16, "connecting took threads of the system: " + ofTheSystem);
      }
    }
  }

  private Properties properties(TlsFront imap, TlsFront smtp) {
    Properties properties = world.trusting("imaps", imap);
    properties.putAll(world.trusting("smtps", smtp));
    properties.setProperty("mail.smtps.auth", "true");
    for (String protocol : List.of("imaps", "smtps")) {
      // all connect at once, and the servers are in this JVM
      for (String limit :
          List.of(
              "connectiontimeout",
              "timeout",
              "security.handshake-timeout",
              "security.login-timeout")) {
        properties.setProperty("mail." + protocol + "." + limit, PATIENCE);
      }
    }
    return properties;
  }

  private List<Callable<Boolean>> work(Session session) {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String subject = "message " + i;
      work.add(i % 2 == 0 ? () -> send(session, subject) : () -> read(session));
    }
    return work;
  }

  private static void run(List<Callable<Boolean>> work) throws Exception {
    ExecutorService threads = threads();
    try {
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertTrue(done.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ExecutorService threads() throws ReflectiveOperationException {
    return JDK < 21
        ? Executors.newCachedThreadPool()
        : (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private boolean send(Session session, String subject) throws Exception {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setSubject(subject);
    message.setText("text");
    try (Transport transport = session.getTransport("smtps")) {
      transport.connect(world.sentinels.user(), world.sentinels.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
    return true;
  }

  private boolean read(Session session) throws Exception {
    try (Store store = session.getStore("imaps")) {
      store.connect(world.sentinels.user(), world.sentinels.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        return inbox.isOpen();
      }
    }
  }

  private Set<String> subjects() {
    Set<String> subjects = new HashSet<>();
    for (SmtpDialogue.Received message : received.messages()) {
      message.data().lines().filter(line -> line.startsWith("Subject: ")).forEach(subjects::add);
    }
    return subjects;
  }

  /** The events in which code of Mailclad, and not of these tests, held a carrier thread. */
  private List<String> pinned(Recording recording) throws IOException {
    Path file = files.resolve("pinned.jfr");
    recording.dump(file);
    List<String> pinned = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getStackTrace() != null
          && !isOfClassLoading(event)
          && event.getStackTrace().getFrames().stream().anyMatch(ManySendersIT::isMailclads)) {
        pinned.add(event.toString());
      }
    }
    Files.delete(file);
    return pinned;
  }

  /** Returns whether a thread waited for the first use of a class, which happens once. */
  private static boolean isOfClassLoading(RecordedEvent event) {
    return event.hasField("pinnedReason")
        && String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization");
  }

  private static boolean isMailclads(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.startsWith("io.github.mailclad.")
        && !type.startsWith("io.github.mailclad.it.")
        && !type.startsWith("io.github.mailclad.fixtures.");
  }
}
