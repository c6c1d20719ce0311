package io.github.mailclad.it.hostile;

import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.event.StoreEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.imap.ReferralException;
import org.jspecify.annotations.Nullable;

/** An application that reads its INBOX or submits a message, and records its events. */
final class Application {
  private static final String MARK = "nothing comes after this";
  private static final List<String> LOGINS =
      List.of("AUTH", "AUTHENTICATE", "LOGIN", "PASS", "APOP");
  private static final List<String> USES =
      List.of("SELECT", "EXAMINE", "STAT", "LIST", "STATUS", "FETCH", "MAIL FROM", "RCPT TO");

  private final World world;
  private final String protocol;
  private final AtomicInteger alerts = new AtomicInteger();
  private @Nullable MessagingException failure;

  private Application(World world, String protocol) {
    this.world = world;
    this.protocol = protocol;
  }

  /** Connects with the sentinel credentials, does its work if it can, and closes. */
  static Application run(World world, String protocol, Properties properties) throws Exception {
    Application application = new Application(world, protocol);
    Session session = Session.getInstance(properties);
    if (protocol.startsWith("s")) {
      application.work(session.getTransport(protocol), session);
    } else {
      Store store = session.getStore(protocol);
      store.addStoreListener(application::told);
      application.work(store, session);
    }
    return application;
  }

  private void work(Service service, Session session) throws Exception {
    try (service) {
      service.connect(world.sentinels.user(), world.sentinels.password());
      if (service instanceof Transport transport) {
        transport.sendMessage(message(session), InternetAddress.parse("you@example.org"));
      } else {
        ((Store) service).getFolder("INBOX").open(Folder.READ_ONLY);
      }
    } catch (MessagingException e) {
      failure = e;
    } catch (NullPointerException e) {
      failure = new MessagingException("broke down", e);
    }
    if (service instanceof Store store) {
      awaitEvents(store);
    }
  }

  private MimeMessage message(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom("me@example.org");
    message.setText(world.sentinels.body());
    message.saveChanges();
    return message;
  }

  private void told(StoreEvent event) {
    if (event.getMessageType() == StoreEvent.ALERT) {
      alerts.incrementAndGet();
    }
  }

  /** Events are delivered by another thread, in order: a mark of our own comes last. */
  private static void awaitEvents(Store store) throws Exception {
    CountDownLatch marked = new CountDownLatch(1);
    store.addStoreListener(
        event -> {
          if (MARK.equals(event.getMessage())) {
            marked.countDown();
          }
        });
    Method notify = Store.class.getDeclaredMethod("notifyStoreListeners", int.class, String.class);
    notify.setAccessible(true);
    notify.invoke(store, StoreEvent.NOTICE, MARK);
    if (!marked.await(OnTheWire.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("no events");
    }
  }

  /** Returns the failure; null if there is none. */
  @Nullable MessagingException failure() {
    return failure;
  }

  /** Returns the harm that the network did to the user. */
  Set<Harm> harms(TlsFront server) {
    WireRecorder wire = server.recorder();
    wire.awaitEnds(OnTheWire.PATIENCE);
    Sentinels sentinels = world.sentinels;
    Set<Harm> harms = EnumSet.noneOf(Harm.class);
    List<String> secrets = sentinels.foundIn(wire.clientClear());
    if (secrets.stream().anyMatch(secret -> !secret.startsWith("body"))) {
      harms.add(Harm.PASSWORD_IN_CLEAR);
    }
    if (secrets.stream().anyMatch(secret -> secret.startsWith("body"))) {
      harms.add(Harm.MESSAGE_IN_CLEAR);
    }
    if (anyOf(USES, sentinels.commandsIn(wire.clientClear()))) {
      harms.add(Harm.USED_IN_CLEAR);
    }
    List<String> inside = sentinels.commandsIn(wire.clientPlain());
    if (anyOf(USES, inside) && !anyOf(LOGINS, inside)) {
      harms.add(Harm.USED_WITHOUT_LOGIN);
    }
    if (alerts.get() > 0) {
      harms.add(Harm.ALERT_SHOWN);
    }
    if (failure instanceof ReferralException) {
      harms.add(Harm.REFERRAL_SHOWN);
    } else if (failure instanceof AuthenticationFailedException) {
      harms.add(Harm.TOLD_AS_WRONG_PASSWORD);
    } else if (failure != null && failure.getCause() instanceof NullPointerException) {
      harms.add(Harm.CRASHED);
    }
    return harms;
  }

  private static boolean anyOf(List<String> some, List<String> all) {
    return !Collections.disjoint(some, all);
  }

  @Override
  public String toString() {
    return protocol + ": " + failure;
  }
}
