package io.github.mailclad.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.bench.lab.LabSettings;
import jakarta.mail.MessagingException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The least that a program must send and wait for: TCP_NODELAY, sessions that resume, an initial
 * response, and one write for all commands that need no answer in between.
 */
public final class MinimalClient {
  private static final String RESPONSE =
      Base64.getEncoder()
          .encodeToString(
              ("\0" + LabSettings.USER + "\0" + LabSettings.PASSWORD).getBytes(ISO_8859_1));

  private final MailServer server;
  private final SSLContext context;

  /** Connects to that server. */
  public MinimalClient(MailServer server) throws IOException, GeneralSecurityException {
    this.server = server;
    context = Tls.context(server.anchor());
  }

  /** A connection with its streams. */
  private record Line(SSLSocket socket, InputStream in, OutputStream out) implements AutoCloseable {

    void send(String commands) throws IOException {
      out.write(commands.getBytes(ISO_8859_1));
      out.flush();
    }

    /** Reads lines up to one that starts with these characters. */
    void await(String start) throws IOException {
      StringBuilder line = new StringBuilder();
      String last = "";
      while (true) {
        int octet = in.read();
        if (octet < 0) {
          throw new IOException("the server ended before " + start + ", after " + last);
        }
        if (octet != '\n') {
          line.append((char) octet);
        } else if (line.indexOf(start) == 0) {
          return;
        } else {
          last = line.toString();
          line.setLength(0);
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Line connect() throws IOException {
    Socket tcp = new Socket();
    tcp.setTcpNoDelay(true);
    tcp.connect(new InetSocketAddress(server.host(), server.port()));
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(tcp, server.host(), server.port(), true);
    socket.setSSLParameters(Tls.secured(socket.getSSLParameters()));
    socket.startHandshake();
    return new Line(
        socket, new BufferedInputStream(socket.getInputStream(), 16_384), socket.getOutputStream());
  }

  /** Connects, logs in, logs out, without waiting where the protocol allows it. */
  public void cycle() throws IOException {
    try (Line line = connect()) {
      switch (server.protocol()) {
        case "imaps" -> {
          line.await("* OK");
          line.send("1 AUTHENTICATE PLAIN " + RESPONSE + "\r\n2 LOGOUT\r\n");
          line.await("2 OK");
        }
        case "pop3s" -> {
          line.await("+OK");
          line.send("AUTH PLAIN " + RESPONSE + "\r\nQUIT\r\n");
          line.await("+OK");
          line.await("+OK");
        }
        default -> {
          logIn(line);
          line.send("QUIT\r\n");
        }
      }
    }
  }

  /** Returns an IMAP connection that is logged in; the caller closes it. */
  public AutoCloseable open() throws IOException {
    Line line = connect();
    line.await("* OK");
    line.send("1 AUTHENTICATE PLAIN " + RESPONSE + "\r\n");
    line.await("1 OK");
    return line;
  }

  private static void logIn(Line line) throws IOException {
    line.await("220");
    line.send("EHLO x\r\n");
    line.await("250 ");
    line.send("AUTH PLAIN " + RESPONSE + "\r\n");
    line.await("235");
  }

  /** Sends one by one; QUIT goes with the last message. */
  public void send(int messages, Runnable accepted) throws IOException, MessagingException {
    try (Line line = connect()) {
      logIn(line);
      for (int i = 1; i <= messages; i++) {
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        group.write(group());
        group.write(i == messages ? "QUIT\r\n".getBytes(ISO_8859_1) : new byte[0]);
        line.send(group.toString(ISO_8859_1));
        awaitAccepted(line);
        accepted.run();
      }
      line.await("221");
    }
  }

  /** Sends all messages without waiting for an answer in between. */
  public void sendBurst(int messages, Runnable accepted)
      throws IOException, MessagingException, InterruptedException {
    try (Line line = connect()) {
      logIn(line);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < messages; i++) {
        all.write(group());
      }
      all.write("QUIT\r\n".getBytes(ISO_8859_1));
      Thread writer = new Thread(() -> write(line, all), "burst");
      writer.start();
      for (int i = 0; i < messages; i++) {
        awaitAccepted(line);
        accepted.run();
      }
      line.await("221");
      writer.join();
    }
  }

  private static void write(Line line, ByteArrayOutputStream all) {
    try {
      line.send(all.toString(ISO_8859_1));
    } catch (IOException e) {
      // the reader sees it as well
      System.err.println("burst: " + e);
    }
  }

  private static byte[] group() throws IOException, MessagingException {
    byte[] message = TestMessage.octets();
    ByteArrayOutputStream group = new ByteArrayOutputStream();
    String commands =
        "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nBDAT %d LAST\r\n"
            .formatted(TestMessage.SENDER, TestMessage.RECIPIENT, message.length);
    group.write(commands.getBytes(ISO_8859_1));
    group.write(message);
    return group.toByteArray();
  }

  private static void awaitAccepted(Line line) throws IOException {
    for (int i = 0; i < 3; i++) {
      line.await("250");
    }
  }

  /** Reads the attachment by one FETCH, decoded. */
  public void readAttachment(Attachment.Reading reading) throws IOException {
    try (Line line = connect()) {
      line.await("* OK");
      line.send("1 AUTHENTICATE PLAIN " + RESPONSE + "\r\n2 EXAMINE INBOX\r\n");
      line.await("2 OK");
      reading.begins();
      line.send("3 FETCH 1 BODY.PEEK[2]\r\n");
      line.await("* 1 FETCH");
      InputStream base64 = new UntilParenthesis(line.in());
      reading.read(Base64.getMimeDecoder().wrap(base64));
      line.send("4 LOGOUT\r\n");
    }
  }

  /** The literal of the answer; base64 has no parenthesis, and the answer ends with one. */
  private static final class UntilParenthesis extends FilterInputStream {
    private boolean ended;

    UntilParenthesis(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = ended ? -1 : super.read();
      ended = ended || octet == ')';
      return octet == ')' ? -1 : octet;
    }

    @Override
    public int read(byte[] buffer, int from, int most) throws IOException {
      int count = 0;
      while (count < most) {
        int octet = read();
        if (octet < 0) {
          return count == 0 ? -1 : count;
        }
        buffer[from + count++] = (byte) octet;
      }
      return count;
    }
  }
}
