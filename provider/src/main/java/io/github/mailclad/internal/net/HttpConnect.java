package io.github.mailclad.internal.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110, section 9.3.6). Reads the proxy's answer octet by
 * octet up to the empty line, of bounded length and in bounded time, and nothing after it.
 */
final class HttpConnect {
  private static final int LONGEST_ANSWER = 16 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)[ \r\n]");

  private final Socket proxy;
  private final long deadline;

  private HttpConnect(Socket proxy, long deadline) {
    this.proxy = proxy;
    this.deadline = deadline;
  }

  /**
   * Turns the connection to the proxy into one to the server.
   *
   * @param deadline the deadline in {@link System#nanoTime()}; {@link Long#MAX_VALUE} for none
   * @throws IOException if the proxy does not answer with a 2xx status in time; the caller closes
   *     the socket then
   */
  static void tunnel(Socket proxy, Route.HttpProxy as, String host, int port, long deadline)
      throws IOException {
    new HttpConnect(proxy, deadline).ask(as, host, port);
  }

  private void ask(Route.HttpProxy as, String host, int port) throws IOException {
    String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    proxy.getOutputStream().write(request(as, authority).getBytes(ISO_8859_1));
    Matcher status = STATUS.matcher(answer());
    String code = status.lookingAt() ? status.group(1) : "no HTTP";
    if (!code.startsWith("2")) {
      throw new ConnectException(as + " does not connect to " + authority + ", it answers " + code);
    }
    proxy.setSoTimeout(0);
  }

  private static String request(Route.HttpProxy as, String authority) {
    StringBuilder request =
        new StringBuilder("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n".formatted(authority));
    if (as.user() != null && as.password() != null) {
      byte[] credentials = (as.user() + ":" + as.password()).getBytes(UTF_8);
      request
          .append("Proxy-Authorization: Basic ")
          .append(Base64.getEncoder().encodeToString(credentials))
          .append("\r\n");
    }
    return request.append("Proxy-Connection: keep-alive\r\n\r\n").toString();
  }

  private String answer() throws IOException {
    InputStream in = proxy.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\n\r\n", Math.max(0, answer.length() - 3)) < 0
        && answer.indexOf("\n\n", Math.max(0, answer.length() - 2)) < 0) {
      if (answer.length() == LONGEST_ANSWER) {
        throw new ConnectException("the proxy's answer has no end");
      }
      proxy.setSoTimeout(millisLeft());
      int octet = in.read();
      if (octet < 0) {
        throw new ConnectException("the proxy closed the connection");
      }
      answer.append((char) octet);
    }
    return answer.toString();
  }

  private int millisLeft() throws SocketTimeoutException {
    if (deadline == Long.MAX_VALUE) {
      return 0;
    }
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the proxy did not connect in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
