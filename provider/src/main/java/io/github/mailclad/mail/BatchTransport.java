package io.github.mailclad.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * A transport that sends many messages in few round trips. The submission transports of Mailclad
 * implement it. Where the server offers PIPELINING (RFC 2920) and CHUNKING (RFC 3030), the commands
 * of up to 25 messages go in one group, and their replies are read afterwards. {@code
 * Transport.sendMessage} needs at least one round trip for each message, because it must return the
 * result.
 *
 * <pre>{@code
 * try (Transport transport = session.getTransport("submissions")) {
 *   transport.connect();
 *   for (FailedMessage failed : BatchTransport.send(transport, messages)) {
 *     System.err.println(failed.message().getSubject() + ": " + failed.reason().getMessage());
 *   }
 * }
 * }</pre>
 *
 * <p>A message goes into a group if it has up to 64 KiB, and one recipient or {@code
 * mail.smtp.sendpartial}. Others are sent one by one, in their order, as are all messages to a
 * server without these extensions. Thread-safe, as every transport is.
 */
public interface BatchTransport {
  /**
   * Sends each message to all its recipients, as {@code sendMessage} does. The result of a message
   * does not depend on that of another one, unless the connection ends. Then the messages after it
   * fail as well; the reason of each says whether the server may have it.
   *
   * @param messages the messages, which are saved ({@code saveChanges})
   * @return the messages that failed, in their order; empty if the server accepted all
   * @throws IllegalStateException if the transport is not connected
   */
  List<FailedMessage> sendMessages(List<? extends Message> messages);

  /**
   * Sends the messages over any connected transport: by {@link #sendMessages}, or one by one if the
   * transport does not implement this interface.
   *
   * @return the messages that failed, in their order
   */
  static List<FailedMessage> send(Transport transport, List<? extends Message> messages) {
    if (transport instanceof BatchTransport batch) {
      return batch.sendMessages(messages);
    }
    List<FailedMessage> failed = new ArrayList<>();
    for (Message message : messages) {
      try {
        transport.sendMessage(message, message.getAllRecipients());
      } catch (MessagingException e) {
        failed.add(new FailedMessage(message, e));
      }
    }
    return failed;
  }
}
