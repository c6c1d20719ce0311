package io.github.mailclad.angus;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Messages whose commands go to the server in one group (RFC 2920), and whose replies are read
 * afterwards, message by message. Not thread-safe.
 */
final class MessageGroup {
  /** The largest group: its replies fit into a send buffer while this side is still writing. */
  static final int MOST_COMMANDS = 100;

  /** The largest message that is sent before the server accepted its recipients. */
  static final int LARGEST_MESSAGE = 64 << 10;

  /** The most octets of messages in one group, which are held in memory. */
  private static final int MOST_OCTETS = 4 * LARGEST_MESSAGE;

  /** The command between two messages, also if the first one was accepted. */
  static final String RESET = "RSET";

  /** A message with its commands, of which the last one is followed by its octets. */
  record Recorded(OutgoingMessage message, List<String> commands) {
    Recorded {
      commands = List.copyOf(commands);
    }

    byte[] octets() throws MessagingException {
      return Objects.requireNonNull(message.octets(LARGEST_MESSAGE));
    }
  }

  private final Deque<Recorded> messages = new ArrayDeque<>();
  private int commands;
  private int octets;

  /** Returns the number of messages. */
  int size() {
    return messages.size();
  }

  /** Adds a message, if the group does not become too large. */
  void addIfRoom(Recorded message) throws MessagingException {
    int moreCommands = message.commands().size() + (messages.isEmpty() ? 0 : 1);
    int moreOctets = message.octets().length;
    if (commands + moreCommands <= MOST_COMMANDS && octets + moreOctets <= MOST_OCTETS) {
      messages.add(message);
      commands += moreCommands;
      octets += moreOctets;
    }
  }

  /**
   * Writes all messages.
   *
   * @param content the stream for messages, which leads to that of the commands
   */
  void write(SmtpCommands angus, OutputStream content) throws IOException, MessagingException {
    for (Recorded each : messages) {
      if (!each.equals(messages.element())) {
        angus.send(RESET);
      }
      for (String command : each.commands()) {
        angus.send(command);
      }
      content.write(each.octets());
    }
  }

  /** Removes the first message. */
  Recorded take() {
    Recorded first = messages.remove();
    forgetIfEmpty();
    return first;
  }

  /** Removes a message, and returns whether it was there. */
  boolean remove(OutgoingMessage message) {
    boolean found = messages.removeIf(each -> each.message().equals(message));
    forgetIfEmpty();
    return found;
  }

  private void forgetIfEmpty() {
    if (messages.isEmpty()) {
      commands = 0;
      octets = 0;
    }
  }
}
