package io.github.mailclad.angus;

import io.github.mailclad.mail.FailedMessage;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several messages for one transport. As many as may go in one group are sent together; then Angus
 * reads their replies, message by message. Not thread-safe, as little as the transport.
 */
final class MessageBatch {
  /** Lets Angus send a message of the application. */
  interface Sender {
    /** Sends it in the form of {@code outgoing}, which is null if it has no other form. */
    void send(Message message, Address[] recipients, @Nullable OutgoingMessage outgoing)
        throws MessagingException;
  }

  private record Item(Message message, @Nullable OutgoingMessage outgoing) {}

  private final Iterator<? extends Message> messages;
  private final MailConnector connector;
  private final SubmissionPipeline pipeline;
  private final Sender angus;
  private final List<FailedMessage> failed = new ArrayList<>();

  MessageBatch(
      List<? extends Message> messages,
      MailConnector connector,
      SubmissionPipeline pipeline,
      Sender angus) {
    this.messages = messages.iterator();
    this.connector = connector;
    this.pipeline = pipeline;
    this.angus = angus;
  }

  /** Sends the messages, and returns those that failed. */
  List<FailedMessage> send() {
    Item next = next();
    while (next != null) {
      List<Item> group = new ArrayList<>();
      while (next != null && mayBeAhead(next)) {
        group.add(next);
        next = next();
      }
      if (next != null && group.isEmpty()) {
        group.add(next);
        next = next();
      }
      pipeline.sendAhead();
      group.forEach(this::send);
    }
    return failed;
  }

  private @Nullable Item next() {
    if (!messages.hasNext()) {
      return null;
    }
    Message message = messages.next();
    return new Item(message, OutgoingMessage.of(message, connector));
  }

  private boolean mayBeAhead(Item item) {
    OutgoingMessage outgoing = item.outgoing();
    return outgoing != null
        && outgoing.forAngus(connector).equals(outgoing)
        && pipeline.prepare(outgoing, () -> angusSends(item));
  }

  private boolean angusSends(Item item) throws MessagingException {
    Address[] recipients = item.message().getAllRecipients();
    angus.send(item.message(), recipients == null ? new Address[0] : recipients, item.outgoing());
    return true;
  }

  private void send(Item item) {
    try {
      pipeline.requireOpen(item.outgoing());
      angusSends(item);
    } catch (MessagingException e) {
      failed.add(new FailedMessage(item.message(), e));
    } catch (RuntimeException e) {
      // of a message of the application, or Angus's for a closed connection
      failed.add(new FailedMessage(item.message(), new MessagingException("not sent", e)));
    }
  }
}
