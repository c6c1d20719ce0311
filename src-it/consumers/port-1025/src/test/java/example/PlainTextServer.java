package example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A team's own SMTP server for tests: plain text, one message for each connection. */
final class PlainTextServer implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;

  PlainTextServer(InetAddress address, int port) throws IOException {
    socket = new ServerSocket(port, 5, address);
    Thread thread = new Thread(this::serve, "plain-text server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns the lines that clients sent. */
  List<String> lines() {
    return lines;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        converse(client);
      } catch (IOException e) {
        // the client or the test ended it
      }
    }
  }

  private void converse(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    var out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.US_ASCII);
    reply(out, "220 plain-text server");
    boolean isText = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add(line);
      if (isText) {
        isText = !line.equals(".");
        if (!isText) {
          reply(out, "250 taken");
        }
      } else {
        isText = line.equals("DATA");
        reply(out, isText ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 ok");
      }
    }
  }

  private static void reply(Writer out, String line) throws IOException {
    out.write(line + "\r\n");
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
