package io.github.mailclad.internal.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.net.Dialling.Backing;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy answers in the clear, so an attacker may write its answer. */
@Requirement(value = "D-5.2-6", heldBy = "HttpConnect")
class HttpConnectTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private ServerSocket proxy;

  /** The answer of the proxy to the request. */
  @FunctionalInterface
  private interface Answer {
    void to(Socket client) throws Exception;
  }

  @BeforeEach
  void listen() throws IOException {
    proxy = new ServerSocket(0, 5, Loopback.V4);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    proxy.close();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(5, TimeUnit.SECONDS));
  }

  private Socket dial(Duration limit, Answer answer) throws IOException {
    threads.execute(
        () -> {
          try (Socket client = proxy.accept()) {
            asked.add(request(client.getInputStream()));
            answer.to(client);
          } catch (Exception e) {
            // the client has gone, as it should
          }
        });
    Route route =
        new Route.HttpProxy("127.0.0.1", proxy.getLocalPort(), "proxy user", "proxy password");
    return new Dialler(host -> List.of(Loopback.V4), threads)
        .dial(
            "mail.example.org",
            993,
            List.of(),
            new Dialling(route, Backing.STREAM, null, Optional.of(limit)));
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    return text.toString();
  }

  @Test
  void whatFollowsTheAnswerIsTheServers() throws Exception {
    try (Socket socket =
        dial(
            Duration.ofSeconds(10),
            client ->
                client
                    .getOutputStream()
                    .write("HTTP/1.1 200 fine\r\nVia: x\r\n\r\nhello".getBytes(US_ASCII)))) {
      assertEquals("hello", new String(socket.getInputStream().readNBytes(5), US_ASCII));
      assertEquals(0, socket.getSoTimeout());
    }
    String request = asked.poll(5, TimeUnit.SECONDS);
    assertTrue(request.startsWith("CONNECT mail.example.org:993 HTTP/1.1\r\n"), request);
    assertTrue(request.contains("\r\nHost: mail.example.org:993\r\n"), request);
    assertTrue(request.contains("\r\nProxy-Authorization: Basic "), request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 407 who are you\r\n\r\n",
        "HTTP/1.1 2000 no\r\n\r\n",
        "* OK IMAP4rev1\r\n\r\n",
        "\r\n\r\n"
      })
  void anyAnswerButYesIsNo(String answer) {
    IOException told =
        assertThrows(
            ConnectException.class,
            () ->
                dial(
                    Duration.ofSeconds(10),
                    client -> client.getOutputStream().write(answer.getBytes(US_ASCII))));
    assertFalse(String.valueOf(told.getMessage()).contains("password"), told::toString);
  }

  @Test
  void anAnswerWithoutAnEndIsCutOff() {
    byte[] line = "x".repeat(1024).getBytes(US_ASCII);
    assertThrows(
        ConnectException.class,
        () ->
            dial(
                Duration.ofSeconds(10),
                client -> {
                  for (int i = 0; i < 1_000_000; i++) {
                    client.getOutputStream().write(line);
                  }
                }));
  }

  @Test
  void anAnswerThatDripsEndsWithTheDeadline() {
    long begin = System.nanoTime();
    assertThrows(
        SocketTimeoutException.class,
        () ->
            dial(
                Duration.ofMillis(600),
                client -> {
                  client.setSoTimeout(50);
                  for (int i = 0; i < 200; i++) {
                    client.getOutputStream().write('H');
                    awaitEnd(client);
                  }
                }));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertTrue(millis >= 550 && millis < 3000, millis + " ms");
  }

  /** Waits for 50 ms, or until the client is gone. */
  private static void awaitEnd(Socket client) throws IOException {
    try {
      if (client.getInputStream().read() < 0) {
        throw new IOException("gone");
      }
    } catch (SocketTimeoutException e) {
      // still there
    }
  }
}
