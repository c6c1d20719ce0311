package io.github.mailclad.audit.wire;

import io.github.mailclad.MailProtocol;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a mail server, in the clear or in TLS, for what a client may ask before a login.
 * Lines and their number are bounded. Not thread-safe.
 */
public final class MailConnection implements Closeable {
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_LINES = 200;

  private final Socket socket;
  private final MailProtocol protocol;
  private InputStream in;
  private OutputStream out;
  private @Nullable UnverifiedTls tls;
  private int lines;

  /** Takes over a connected socket. */
  public MailConnection(Socket socket, MailProtocol protocol) throws IOException {
    this.socket = socket;
    this.protocol = protocol;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Reads the greeting.
   *
   * @return its first line
   * @throws TurnedAwayException if the server refuses the connection
   * @throws ProtocolException if the server speaks another protocol
   */
  public String greeting() throws IOException {
    String first = protocol == MailProtocol.SUBMISSION ? reply().get(0) : line();
    String upper = first.toUpperCase(Locale.ROOT);
    switch (protocol) {
      case IMAP -> {
        if (upper.startsWith("* BYE")) {
          throw new TurnedAwayException(first);
        }
        require(upper.startsWith("* OK") || upper.startsWith("* PREAUTH"), first);
      }
      case POP3 -> {
        if (upper.startsWith("-ERR")) {
          throw new TurnedAwayException(first);
        }
        require(upper.startsWith("+OK"), first);
      }
      case SUBMISSION -> {
        if (upper.startsWith("4") || upper.startsWith("5")) {
          throw new TurnedAwayException(first);
        }
        require(upper.startsWith("220"), first);
      }
    }
    return first;
  }

  /** Asks for the capabilities by CAPABILITY, CAPA or EHLO; returns them a word or line each. */
  public List<String> capabilities() throws IOException {
    return switch (protocol) {
      case IMAP -> imapCapabilities();
      case POP3 -> popCapabilities();
      case SUBMISSION -> {
        List<String> reply = command("EHLO [" + socket.getLocalAddress().getHostAddress() + "]");
        require(reply.get(0).startsWith("250"), reply.get(0));
        yield reply.stream().skip(1).filter(l -> l.length() > 4).map(l -> l.substring(4)).toList();
      }
    };
  }

  /** Asks to start TLS; returns the reply without a tag. */
  public String startTls() throws IOException {
    return switch (protocol) {
      case IMAP -> command("STARTTLS").get(0);
      case POP3 -> command("STLS").get(0);
      case SUBMISSION -> command("STARTTLS").get(0);
    };
  }

  /** Returns whether the reply to {@link #startTls} says that TLS begins. */
  public boolean isPositive(String reply) {
    String upper = reply.toUpperCase(Locale.ROOT);
    return switch (protocol) {
      case IMAP -> upper.startsWith("OK");
      case POP3 -> upper.startsWith("+OK");
      case SUBMISSION -> upper.startsWith("220");
    };
  }

  /**
   * Sends a command and returns the lines of its reply; of IMAP the tagged line alone, without its
   * tag.
   */
  public List<String> command(String command) throws IOException {
    if (protocol == MailProtocol.IMAP) {
      send("a1 " + command);
      return List.of(tagged(new ArrayList<>()));
    }
    send(command);
    return reply();
  }

  /** Sends several lines in one segment, and returns nothing. */
  public void sendTogether(String... commands) throws IOException {
    send(String.join("\r\n", commands));
  }

  /** Returns the next line as it came. */
  public String line() throws IOException {
    if (++lines > MOST_LINES) {
      throw new ProtocolException("more than " + MOST_LINES + " lines");
    }
    StringBuilder text = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new ProtocolException("the server closed the connection");
      }
      if (text.length() == LONGEST_LINE) {
        throw new ProtocolException("a line of more than " + LONGEST_LINE + " octets");
      }
      text.append((char) octet);
    }
    int last = text.length() - 1;
    if (last >= 0 && text.charAt(last) == '\r') {
      text.setLength(last);
    }
    return text.toString();
  }

  /** Sends a ClientHello and reads the answer; afterwards the connection can only be closed. */
  public ServerAnswer offer(ClientOffer offer, SecureRandom random) throws IOException {
    out.write(offer.octets(random));
    out.flush();
    ServerAnswer answer = new AnswerReader(in).read();
    return answer instanceof ServerAnswer.Agreed choice
            && !(offer.versions().contains(choice.version())
                && offer.suites().contains(choice.suite()))
        ? new ServerAnswer.NotOffered(choice)
        : answer;
  }

  /**
   * Starts TLS of the platform; what follows is inside of it. The server is not verified.
   *
   * @param serverName the server name to send; null for none
   */
  public TlsSession secure(@Nullable String serverName) throws IOException {
    return secure(PlatformTls.ofAllVersions(), serverName);
  }

  /** Does the same with TLS that may resume a session. */
  public TlsSession secure(PlatformTls platform, @Nullable String serverName) throws IOException {
    UnverifiedTls secured = new UnverifiedTls(socket, platform, serverName);
    TlsSession session = secured.handshake();
    tls = secured;
    in = secured.socket().getInputStream();
    out = secured.socket().getOutputStream();
    return session;
  }

  /**
   * Asks for another handshake inside TLS 1.2; afterwards the connection can only be closed.
   *
   * @return whether the server took part
   * @throws SocketTimeoutException if the server neither took part nor refused in that time
   */
  public boolean renegotiates(Duration limit) throws IOException {
    return Objects.requireNonNull(tls, "no TLS").renegotiates(limit);
  }

  /** Says goodbye and returns whether the server ended TLS by close_notify. */
  public boolean logout() throws IOException {
    send(protocol == MailProtocol.IMAP ? "a9 LOGOUT" : "QUIT");
    byte[] rest = new byte[512];
    int total = 0;
    int withData = records();
    for (int count = in.read(rest); count >= 0 && total < 16384; count = in.read(rest)) {
      total += count;
      withData = records();
    }
    // the record behind the last data is the alert
    return records() > withData;
  }

  private int records() {
    return tls == null ? 0 : tls.records();
  }

  /** Returns the type and length of the last TLS record, for the evidence. */
  public String lastRecord() {
    return tls == null ? "none" : tls.lastRecord();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private List<String> imapCapabilities() throws IOException {
    send("a1 CAPABILITY");
    List<String> untagged = new ArrayList<>();
    tagged(untagged);
    return untagged.stream()
        .filter(line -> line.toUpperCase(Locale.ROOT).startsWith("* CAPABILITY "))
        .flatMap(line -> List.of(line.substring(13).split(" ", -1)).stream())
        .toList();
  }

  private List<String> popCapabilities() throws IOException {
    send("CAPA");
    List<String> listed = new ArrayList<>();
    if (!line().startsWith("+OK")) {
      return listed;
    }
    for (String next = line(); !next.equals("."); next = line()) {
      listed.add(next);
    }
    return listed;
  }

  /** Reads up to the tagged line, which is returned without its tag. */
  private String tagged(List<String> untagged) throws IOException {
    String next = line();
    while (!next.startsWith("a1 ")) {
      untagged.add(next);
      next = line();
    }
    return next.substring(3);
  }

  /** Reads a reply, of SMTP with all its lines. */
  private List<String> reply() throws IOException {
    List<String> reply = new ArrayList<>();
    String next = line();
    reply.add(next);
    while (protocol == MailProtocol.SUBMISSION && next.length() > 3 && next.charAt(3) == '-') {
      next = line();
      reply.add(next);
    }
    if (protocol == MailProtocol.SUBMISSION && reply.stream().anyMatch(line -> line.length() < 3)) {
      throw new ProtocolException("a reply that is not SMTP");
    }
    if (protocol == MailProtocol.SUBMISSION && next.startsWith("421")) {
      throw new TurnedAwayException(next);
    }
    return reply;
  }

  private void send(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void require(boolean holds, String line) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException("an unexpected answer: " + line);
    }
  }
}
