package io.github.mailclad.angus;

import io.github.mailclad.internal.mailproto.HeldOutput;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the commands of one message in groups, as PIPELINING allows (RFC 2920), to a server that
 * offers it: {@code MAIL}, each {@code RCPT}, and the message itself by {@code BDAT} (RFC 3030)
 * where the server offers CHUNKING too.
 *
 * <p>Angus writes one command and waits for its reply. So it runs twice: at first nothing is sent,
 * each command counts as accepted, and its text is recorded. The recorded commands are sent in one
 * group. Then Angus runs again: a recorded command is not sent a second time, and each reply is the
 * server's. What Angus concludes from the replies is therefore what it concludes without groups.
 *
 * <p>Not thread-safe, as little as the transport.
 */
final class SubmissionPipeline {
  private static final String DATA = "DATA";
  private static final String END = ".";
  private static final int ACCEPTED = 250;
  private static final int GO_AHEAD = 354;
  private static final int CLOSING = 421;

  /** The codes of a server that does not know a command (RFC 5321, section 4.2.2). */
  private static final Set<Integer> UNKNOWN = Set.of(500, 501, 502);

  /** Angus's code for the end of the connection, and for what is no reply. */
  private static final int CLOSED = -1;

  /** Angus's text for the end of the connection. */
  private static final String END_OF_CONNECTION = "[EOF]";

  /** The parts of a connection that carry messages. */
  private record Connection(HeldOutput out, OutputStream content, TransportConnection owner) {}

  private enum Phase {
    IDLE,
    RECORDING,
    REPEATING
  }

  private final SmtpCommands angus;
  private final List<String> commands = new ArrayList<>();
  private @Nullable Connection connection;
  private Phase phase = Phase.IDLE;
  private int sent;
  private int repeated;
  private int replied;
  private byte @Nullable [] message;
  private boolean goAhead;
  private boolean inMessage;
  private boolean misread;
  private boolean untried;

  /** The messages that follow in the group; null as long as no message had company. */
  private @Nullable MessageGroup ahead;

  private boolean preparing;
  private boolean resetAhead;
  private boolean lost;

  SubmissionPipeline(SmtpCommands angus) {
    this.angus = angus;
  }

  /**
   * Starts over on a new connection.
   *
   * @param out the stream to which Angus writes
   * @param content the stream for messages, which leads to {@code out}
   * @param owner closes the connection
   */
  void connected(HeldOutput out, OutputStream content, TransportConnection owner) {
    forget();
    ahead = null;
    resetAhead = false;
    lost = false;
    connection = new Connection(out, content, owner);
  }

  /**
   * Begins a message: records its commands, sends the first group, and lets Angus read.
   *
   * @throws StaleConnectionException if a kept connection has ended, and the server certainly
   *     accepted nothing of the message
   */
  void mailFrom(OutgoingMessage toSend, PipelineOptions options) throws MessagingException {
    if (preparing) {
      recordAhead(toSend, options);
    }
    end();
    if (isFollowed()) {
      takeUp(Objects.requireNonNull(ahead));
      angus.mailFrom();
      return;
    }
    untried = options.untried();
    if (mayUseGroups(options)) {
      record(toSend, options);
    }
    angus.mailFrom();
  }

  private boolean mayUseGroups(PipelineOptions options) {
    return options.allowed() && connection != null && angus.supports("PIPELINING");
  }

  private void record(OutgoingMessage toSend, PipelineOptions options) throws MessagingException {
    phase = Phase.RECORDING;
    boolean reported = angus.reportsSuccess();
    // success is reported by an exception, which Angus would keep
    angus.reportSuccess(/* on= */ false);
    try {
      angus.mailFrom();
      angus.rcptTo();
    } finally {
      angus.reportSuccess(reported);
      phase = Phase.IDLE;
    }
    boolean byAngus = options.ownChunks() && angus.supports("CHUNKING");
    message =
        !byAngus && angus.supports("CHUNKING") ? toSend.octets(MessageGroup.LARGEST_MESSAGE) : null;
    // otherwise a message would reach some of its recipients against the will of the application
    if (!byAngus && !options.careful() && (commands.size() == 2 || options.partial())) {
      commands.add(lastCommand());
    }
    phase = Phase.REPEATING;
  }

  private boolean isFollowed() {
    return ahead != null && ahead.size() > 0;
  }

  /** Returns whether the pipeline only records a message, of which nothing is to be reported. */
  boolean isPreparing() {
    return preparing;
  }

  /**
   * Records a message for the next group of several.
   *
   * @param send lets Angus send the message
   * @return whether the message can be in that group
   */
  boolean prepare(OutgoingMessage toSend, AngusAction<Boolean> send) {
    MessageGroup group = Objects.requireNonNullElseGet(ahead, MessageGroup::new);
    ahead = group;
    int before = group.size();
    preparing = true;
    try {
      send.run();
    } catch (MessagingException | RuntimeException e) {
      // if it is not the end of the recording, it is thrown again when the message is sent alone
    } finally {
      preparing = false;
      forget();
    }
    return group.size() > before;
  }

  private void recordAhead(OutgoingMessage toSend, PipelineOptions options)
      throws MessagingException {
    if (mayUseGroups(options) && !options.untried() && !lost) {
      record(toSend, options);
      if (message != null && commands.contains(lastCommand())) {
        Objects.requireNonNull(ahead).addIfRoom(new MessageGroup.Recorded(toSend, commands));
      }
    }
    // the end of the first run of Angus
    throw new MessagingException("recorded");
  }

  /** Sends the recorded messages in one group, each of which Angus then sends in turn. */
  void sendAhead() {
    if (!isFollowed()) {
      return;
    }
    Connection to = Objects.requireNonNull(connection);
    to.out().hold();
    try {
      Objects.requireNonNull(ahead).write(angus, to.content());
      to.out().release();
    } catch (IOException | MessagingException e) {
      lose();
    }
  }

  /** Continues with a message that was sent in a group of several. */
  private void takeUp(MessageGroup group) throws MessagingException {
    MessageGroup.Recorded next = group.take();
    if (resetAhead) {
      serverReply();
    }
    commands.addAll(next.commands());
    message = next.octets();
    sent = commands.size();
    phase = Phase.REPEATING;
    resetAhead = group.size() > 0;
  }

  /**
   * Requires that the connection is open, and that all it replied was understood.
   *
   * @param toSend the message that is to be sent next, or was sent in a group
   */
  void requireOpen(@Nullable OutgoingMessage toSend) throws MessagingException {
    if (lost) {
      boolean mayBeThere = toSend != null && ahead != null && ahead.remove(toSend);
      throw new MessagingException(
          mayBeThere
              ? "the connection ended before the reply; the server may have the message"
              : "not sent, because the connection ended");
    }
    angus.requireConnected();
  }

  private void lose() {
    lost = true;
    if (connection != null) {
      connection.owner().cut();
    }
  }

  private String lastCommand() {
    return message == null ? DATA : "BDAT " + message.length + " LAST";
  }

  /**
   * Returns whether a command needs not be sent, because it is recorded only, or was sent before.
   */
  boolean takes(String command) throws MessagingException {
    if (command.equals(END)) {
      inMessage = false;
    }
    if (phase == Phase.IDLE) {
      requireNothingAhead();
      return untried && sendAlone(command);
    }
    if (phase == Phase.RECORDING) {
      commands.add(command);
      return true;
    }
    if (message != null && command.equals(DATA)) {
      if (repeated == commands.size()) {
        commands.add(lastCommand());
      }
      goAhead = true;
      return true;
    }
    String same = message != null && command.equals(END) ? lastCommand() : command;
    if (repeated < commands.size() && commands.get(repeated).equals(same)) {
      if (repeated == sent) {
        sendGroup();
      }
      repeated++;
      return true;
    }
    abandon();
    if (resetAhead && command.equals(MessageGroup.RESET)) {
      resetAhead = false;
      return true;
    }
    requireNothingAhead();
    return false;
  }

  /** Refuses a command whose reply would be mistaken for one to a message in the group. */
  private void requireNothingAhead() throws MessagingException {
    if (isFollowed()) {
      lose();
      throw new MessagingException("other messages are on their way");
    }
  }

  /** Sends a command, of which Angus keeps nothing if that fails. */
  private boolean sendAlone(String command) throws MessagingException {
    Connection to = Objects.requireNonNull(connection);
    to.out().hold();
    angus.send(command);
    try {
      to.out().release();
    } catch (IOException e) {
      throw ended(e);
    }
    return true;
  }

  /** Returns the code of the reply to the command that Angus wrote last. */
  int reply() throws MessagingException {
    if (phase == Phase.RECORDING) {
      return ACCEPTED;
    }
    if (goAhead) {
      goAhead = false;
      return GO_AHEAD;
    }
    int code = untried ? firstReply() : serverReply();
    if (replied < sent) {
      replied(code);
    }
    return code;
  }

  private int serverReply() throws MessagingException {
    boolean goesOn = false;
    try {
      int code = angus.reply();
      goesOn = code != CLOSED && code != CLOSING;
      return code;
    } finally {
      lost |= !goesOn;
    }
  }

  /** Notes the reply to the next command of the group, and returns the command. */
  private String replied(int code) {
    String command = commands.get(replied++);
    // it takes the message for commands, and answers them
    misread |= UNKNOWN.contains(code) && command.startsWith("BDAT");
    return command;
  }

  /** Returns the first code on a kept connection, if the connection has not ended. */
  private int firstReply() throws MessagingException {
    int code;
    try {
      code = angus.reply();
    } catch (MessagingException e) {
      throw ended(e);
    }
    // with this reply to MAIL a server has not accepted the message that may be in the group
    boolean ended = code == CLOSED && angus.lastReply().equals(END_OF_CONNECTION);
    if (code == CLOSING || (ended && !mayHaveMessage())) {
      throw new StaleConnectionException("the server closed the connection");
    }
    untried = false;
    lost |= ended;
    return code;
  }

  /** Returns the exception for a kept connection that failed before any reply. */
  private MessagingException ended(Exception failure) {
    String reason = "the connection failed";
    return !untried || mayHaveMessage()
        ? new MessagingException(reason, failure)
        : new StaleConnectionException(reason, failure);
  }

  /** Returns whether the server may have, or expect, a message. */
  private boolean mayHaveMessage() {
    return commands.subList(0, sent).stream()
        .anyMatch(command -> command.equals(DATA) || command.startsWith("BDAT"));
  }

  /** Returns the stream to which Angus writes the message, which may be sent already. */
  OutputStream data() throws MessagingException {
    OutputStream lines = angus.data();
    inMessage = true;
    return message == null ? lines : OutputStream.nullOutputStream();
  }

  private void sendGroup() throws MessagingException {
    Connection to = Objects.requireNonNull(connection);
    to.out().hold();
    try {
      int end = Math.min(commands.size(), sent + MessageGroup.MOST_COMMANDS);
      while (sent < end) {
        String command = commands.get(sent++);
        angus.send(command);
        if (message != null && sent == commands.size() && command.equals(lastCommand())) {
          to.content().write(message);
        }
      }
      to.out().release();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** Reads the replies that Angus does not wait for any more, because an earlier one is enough. */
  private void abandon() throws MessagingException {
    while (replied < sent) {
      int code = serverReply();
      if (code == CLOSED) {
        break;
      }
      if (replied(code).equals(DATA) && code == GO_AHEAD) {
        // the server waits for a message, and would read the next command as one
        replied = sent - 1;
        break;
      }
    }
    end();
  }

  /**
   * Ends a message. A connection with replies to come is closed, because they would be mistaken. So
   * is one on which the application failed in the middle of a message, because the server would
   * take the next command for text of it, and one whose server took a message for commands.
   */
  void end() {
    if (connection != null && (inMessage || misread || replied < sent)) {
      lose();
    }
    forget();
  }

  /** Forgets the message, so that its commands can be sent on another connection. */
  void forget() {
    phase = Phase.IDLE;
    commands.clear();
    sent = 0;
    repeated = 0;
    replied = 0;
    message = null;
    goAhead = false;
    inMessage = false;
    misread = false;
    untried = false;
    if (connection != null) {
      connection.out().discard();
    }
  }
}
