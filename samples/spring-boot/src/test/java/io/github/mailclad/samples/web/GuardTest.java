package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.embedded.EmbeddedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningSample
class GuardTest {
  private static final String ADDRESS = EmbeddedProvider.UNPUBLISHED.address();

  private final int port;
  private final Visitor visitor;

  GuardTest(@LocalServerPort int port) {
    this.port = port;
    this.visitor = new Visitor(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/setup",
        "/setup?address=alice@example.org",
        "/setup/step",
        "/compose?account=alice@example.org",
        "/compose/sent",
        "/inbox?account=alice@example.org",
        "/inbox/message?account=alice@example.org&uid=1",
        "/refusals",
        "/mailclad.css",
        "/lock.svg",
        "/actuator/health",
        "/nothing-here",
        "/inbox/message?account=a&uid=no-number"
      })
  void everyAnswerForbidsScriptsFramesAndGuessing(String path) {
    assertGuarded(visitor.get(path));
  }

  private static void assertGuarded(Page page) {
    assertEquals(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'",
        page.header("Content-Security-Policy"));
    assertEquals("nosniff", page.header("X-Content-Type-Options"));
    assertEquals("no-referrer", page.header("Referrer-Policy"));
    assertFalse(page.has("<script"), page.body());
    assertFalse(page.has(" style="), page.body());
  }

  @Test
  void formWithoutATokenIsRefused() {
    visitor.get("/setup");
    Page refused = visitor.post("/setup", Map.of("address", ADDRESS));
    assertEquals(403, refused.status());
    assertTrue(refused.has("Nothing was done"), refused.body());
    assertGuarded(refused);
  }

  @Test
  void formWithTheTokenOfAnotherSessionIsRefused() {
    Visitor other = new Visitor(port);
    String foreign = other.get("/setup").hiddenFields("/setup").getOrDefault("formToken", "");
    assertFalse(foreign.isEmpty());
    visitor.get("/setup");
    assertEquals(
        403, visitor.post("/setup", Map.of("address", ADDRESS, "formToken", foreign)).status());
    assertEquals(
        200, other.post("/setup", Map.of("address", ADDRESS, "formToken", foreign)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/setup/servers",
        "/setup/by-hand",
        "/setup/answer",
        "/setup/password",
        "/compose/check",
        "/compose/send",
        "/accounts/remove"
      })
  void noFormGoesWithoutAToken(String action) {
    visitor.get("/setup");
    assertEquals(
        403, visitor.post(action, Map.of("shown", "x", "account", "alice@example.org")).status());
  }

  @Test
  void sessionCookieStaysOnThisSiteAndAwayFromScripts() {
    String cookie = visitor.get("/setup").header("Set-Cookie");
    assertTrue(cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
  }

  @Test
  void nameOfAnotherSiteIsNotAnswered() throws IOException {
    assertTrue(answerFor("attacker.example").startsWith("HTTP/1.1 403"));
    assertTrue(answerFor("127.0.0.1").startsWith("HTTP/1.1 200"));
  }

  @Test
  void actuatorShowsHealthAndNoSecretsOfTheEnvironment() {
    assertEquals(200, visitor.get("/actuator/health").status());
    assertEquals(404, visitor.get("/actuator/env").status());
  }

  private String answerFor(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(30_000);
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
