package io.github.mailclad.it.compat;

import io.github.mailclad.fixtures.Lines;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.event.TransportListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** The login and the results as text, for the tests of commands that are sent in groups. */
final class Submission {
  static final String LOGINS = "AUTH PLAIN LOGIN";

  private Submission() {}

  /** Greets, offers extensions, and accepts a login that comes with its first command. */
  static void logIn(Lines io, String... extensions) throws IOException {
    io.send("220 lab.example ESMTP ready");
    io.readLine();
    List<String> reply = new ArrayList<>(List.of("250-lab.example"));
    Arrays.stream(extensions).forEach(extension -> reply.add("250-" + extension));
    reply.add("250 " + LOGINS);
    io.send(reply.toArray(new String[0]));
    io.readLine();
    io.send("235 2.7.0 accepted");
  }

  /** Returns all that an exception and those in it tell. */
  static List<String> described(MessagingException failure) {
    List<String> all = new ArrayList<>();
    for (Exception each = failure;
        each instanceof MessagingException one;
        each = one.getNextException()) {
      all.add(each.getClass().getSimpleName() + ": " + each.getMessage());
      if (each instanceof SendFailedException failed) {
        all.add(
            Arrays.toString(failed.getValidSentAddresses())
                + Arrays.toString(failed.getValidUnsentAddresses())
                + Arrays.toString(failed.getInvalidAddresses()));
      }
      if (each instanceof SMTPSendFailedException failed) {
        all.add(failed.getCommand() + " " + failed.getReturnCode());
      }
    }
    return all;
  }

  /** Keeps the events of a transport as text. */
  static final class Events implements TransportListener {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Waits for that many events, and returns all. */
    List<String> await(int events) {
      Await.until(events + " events", () -> seen.size() >= events);
      return seen;
    }

    private void add(String kind, TransportEvent event) {
      seen.add(
          kind
              + Arrays.toString(event.getValidSentAddresses())
              + Arrays.toString(event.getValidUnsentAddresses())
              + Arrays.toString(event.getInvalidAddresses()));
    }

    @Override
    public void messageDelivered(TransportEvent event) {
      add("delivered ", event);
    }

    @Override
    public void messageNotDelivered(TransportEvent event) {
      add("not delivered ", event);
    }

    @Override
    public void messagePartiallyDelivered(TransportEvent event) {
      add("partially delivered ", event);
    }
  }
}
