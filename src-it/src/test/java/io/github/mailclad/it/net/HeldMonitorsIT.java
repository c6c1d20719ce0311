package io.github.mailclad.it.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Monitors that a thread holds while it waits for the network. Before JDK 24 a virtual thread that
 * waits with a monitor keeps its carrier thread. Angus holds those of its services and protocols;
 * Mailclad must add none.
 */
@Timeout(60)
class HeldMonitorsIT {
  private final World world = new World();
  private final Thread client = Thread.currentThread();
  private final Set<String> held = new ConcurrentSkipListSet<>();
  private final AtomicInteger looks = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps", "imap", "pop3", "smtp"})
  void noMonitorIsHeldWhileTheServerThinks(String protocol) throws Exception {
    try (TlsFront server = start(protocol, thinking(protocol))) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail.smtp.auth", "true");
      properties.setProperty(
          "mail." + protocol + ".security.tls-start",
          isStarttls(protocol) ? "starttls" : "implicit");
      Service service = World.service(protocol, properties);
      service.connect(world.sentinels.user(), world.sentinels.password());
      if (service instanceof Transport transport) {
        MimeMessage message = message(Session.getInstance(properties), 100);
        transport.sendMessage(message, message.getAllRecipients());
      } else {
        Folder inbox = ((Store) service).getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        inbox.close(false);
      }
      service.close();
    }
    assertTrue(looks.get() > 2, looks + " looks");
    assertEquals(Set.of(), new TreeSet<>(held));
  }

  private TlsFront start(String protocol, MailDialogue dialogue) {
    return world
        .server(protocol)
        .mischief(isStarttls(protocol) ? Mischief.EXPECT_STARTTLS : Mischief.NONE)
        .dialogue(dialogue)
        .start();
  }

  private static boolean isStarttls(String protocol) {
    return !protocol.endsWith("s");
  }

  private MailDialogue thinking(String protocol) {
    ScriptedServer<?> server =
        switch (protocol.substring(0, 2)) {
          case "im" -> new ImapDialogue();
          case "po" -> new Pop3Dialogue();
          default -> new SmtpDialogue();
        };
    server.replyingWith(
        line -> {
          // the client waits for no reply to these
          if (!line.startsWith("QUIT") && !line.startsWith("LOGOUT") && !line.startsWith("RCPT")) {
            look("read");
          }
          return Optional.empty();
        });
    return server;
  }

  @Test
  void noMonitorIsHeldDuringTheHandshake() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, Loopback.V4)) {
      CompletableFuture<Void> server =
          CompletableFuture.runAsync(
              () -> {
                try (Socket silent = listener.accept()) {
                  look("read");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Properties properties = new Properties();
      properties.setProperty("mail.imaps.host", "localhost");
      properties.setProperty("mail.imaps.port", Integer.toString(listener.getLocalPort()));
      Service service = World.service("imaps", properties);
      assertThrows(
          MessagingException.class,
          () -> service.connect(world.sentinels.user(), world.sentinels.password()));
      server.join();
    }
    assertEquals(1, looks.get());
    assertEquals(Set.of(), new TreeSet<>(held));
  }

  /** A server that takes no more octets keeps the client in a write. */
  @ParameterizedTest
  @ValueSource(strings = {"smtps", "smtp"})
  void noMonitorIsHeldWhileTheServerReadsNothing(String protocol) throws Exception {
    MailDialogue stopping =
        io -> {
          io.send("220 lab.example ESMTP ready");
          for (String line = io.readLine(); line != null; line = io.readLine()) {
            if (reply(io, line)) {
              look("write");
              return;
            }
          }
        };
    try (TlsFront server = start(protocol, stopping)) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty(
          "mail." + protocol + ".security.tls-start",
          isStarttls(protocol) ? "starttls" : "implicit");
      MimeMessage message = message(Session.getInstance(properties), 16_000_000);
      Transport transport = (Transport) World.service(protocol, properties);
      transport.connect(world.sentinels.user(), world.sentinels.password());
      assertThrows(
          MessagingException.class,
          () -> transport.sendMessage(message, message.getAllRecipients()));
    }
    assertEquals(1, looks.get());
    assertEquals(Set.of(), new TreeSet<>(held));
  }

  /** Returns whether a message begins. */
  private static boolean reply(Lines io, String line) throws IOException {
    if (line.startsWith("EHLO")) {
      io.send("250-lab.example", io.canStartTls() ? "250 STARTTLS" : "250 AUTH PLAIN");
    } else if (line.equals("STARTTLS")) {
      io.send("220 go ahead");
      io.startTls();
    } else {
      io.send(line.equals("DATA") ? "354 go ahead" : line.startsWith("AUTH") ? "235 ok" : "250 ok");
    }
    return line.equals("DATA");
  }

  private static MimeMessage message(Session session, int length) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(MimeMessage.RecipientType.TO, "bob@example.org");
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'x');
    for (int i = 70; i < length; i += 70) {
      text[i] = '\n';
    }
    message.setText(new String(text, US_ASCII));
    return message;
  }

  /** Notes the monitors of Mailclad's that the client holds, as soon as it waits. */
  private void look(String operation) {
    long patience = System.nanoTime() + OnTheWire.PATIENCE.toNanos();
    while (System.nanoTime() < patience) {
      ThreadInfo thread =
          ManagementFactory.getThreadMXBean()
              .getThreadInfo(new long[] {client.getId()}, true, false)[0];
      if (isIn(operation, thread)) {
        looks.incrementAndGet();
        Arrays.stream(thread.getLockedMonitors())
            .filter(HeldMonitorsIT::isAdded)
            .forEach(each -> held.add(each.getClassName() + " in " + each.getLockedStackFrame()));
        return;
      }
      Thread.onSpinWait();
    }
    held.add("the client did not wait");
  }

  private static boolean isIn(String operation, ThreadInfo thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals("sun.nio.ch.NioSocketImpl")
                    && frame.getMethodName().equals(operation));
  }

  /** Returns whether Mailclad took a monitor of an object that is not Angus's. */
  private static boolean isAdded(MonitorInfo monitor) {
    return monitor.getLockedStackFrame().getClassName().startsWith("io.github.mailclad.")
        && !monitor.getLockedStackFrame().getClassName().startsWith("io.github.mailclad.it.")
        && !isOfAngus(monitor.getClassName());
  }

  private static boolean isOfAngus(String name) {
    try {
      for (Class<?> type = Class.forName(name); type != null; type = type.getSuperclass()) {
        if (type.getName().startsWith("org.eclipse.angus.")) {
          return true;
        }
      }
      return false;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
