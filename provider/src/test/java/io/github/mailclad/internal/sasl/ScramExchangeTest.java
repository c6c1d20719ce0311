package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.sasl.LoginMemory.Salted;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SCRAM by the example of RFC 7677, section 3, with and without the keys of an earlier login. */
@Requirement(value = "P-SASL-6", heldBy = "ScramExchange")
class ScramExchangeTest {
  private static final Endpoint SERVER =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.CONFIGURED);
  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final String SERVER_FIRST =
      "r=" + NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=" + SALT + ",i=4096";
  private static final String CLIENT_FINAL =
      "c=biws,r="
          + NONCE
          + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private final LoginMemory memory = new LoginMemory();

  private ScramExchange exchange(String password) {
    return new ScramExchange(
        AuthMechanism.SCRAM_SHA_256,
        new Credentials("user", password, "", null),
        null,
        SERVER,
        memory,
        NONCE);
  }

  private static String answer(ScramExchange exchange, String challenge) {
    return new String(exchange.answer(challenge.getBytes(UTF_8)).get(), UTF_8);
  }

  private Salted salted(String password) {
    return new Salted(AuthMechanism.SCRAM_SHA_256, memory.recognizable(password), SALT, 4096);
  }

  private void logIn() {
    ScramExchange exchange = exchange("pencil");
    assertEquals("n,,n=user,r=" + NONCE, new String(exchange.initialResponse().get(), UTF_8));
    assertEquals(CLIENT_FINAL, answer(exchange, SERVER_FIRST));
    assertTrue(exchange.nextAnswerIsEmpty());
    assertEquals("", answer(exchange, SERVER_FINAL));
    assertFalse(exchange.nextAnswerIsEmpty());
    assertEquals(Optional.empty(), exchange.afterSuccess());
  }

  @Test
  void theExampleOfTheStandardIsTheSameWithRememberedKeys() {
    logIn();
    assertTrue(memory.keys(SERVER, "user", salted("pencil")).isPresent());
    logIn();
  }

  @Test
  void keysAreUsedInsteadOfThePasswordOnlyForTheSameInput() {
    memory.keep(
        SERVER, "user", salted("pencil"), new LoginMemory.ScramKeys(new byte[32], new byte[32]));
    assertFalse(CLIENT_FINAL.equals(answer(exchange("pencil"), SERVER_FIRST)));

    String right = answer(exchange("pencil"), SERVER_FIRST.replace("i=4096", "i=4097"));
    memory.forget(SERVER);
    assertEquals(right, answer(exchange("pencil"), SERVER_FIRST.replace("i=4096", "i=4097")));
  }

  /** Otherwise a program that checks passwords by a login would accept a wrong one. */
  @Test
  void anotherPasswordOfTheSameUserIsDerivedAnew() {
    logIn();
    assertFalse(CLIENT_FINAL.equals(answer(exchange("pencils"), SERVER_FIRST)));
  }

  @Test
  void aLoginThatTheServerDidNotProveLeavesNoKeys() {
    ScramExchange exchange = exchange("pencil");
    answer(exchange, SERVER_FIRST);
    assertTrue(exchange.answer("v=AAAA".getBytes(UTF_8)).refusal().isPresent());
    assertTrue(exchange.afterSuccess().isPresent());
    assertEquals(Optional.empty(), memory.keys(SERVER, "user", salted("pencil")));
  }

  @Test
  void aRefusalOrARejectedLoginDropsTheKeys() {
    logIn();
    memory.forget(SERVER, "another user");
    assertTrue(memory.keys(SERVER, "user", salted("pencil")).isPresent());
    memory.forget(SERVER, "user");
    assertEquals(Optional.empty(), memory.keys(SERVER, "user", salted("pencil")));
    logIn();
    memory.forget(SERVER);
    assertEquals(Optional.empty(), memory.keys(SERVER, "user", salted("pencil")));
  }

  @Test
  void theNumberOfLoginsIsBounded() {
    for (int i = 0; i < 1000; i++) {
      memory.keep(
          SERVER,
          "user" + i,
          salted("pencil"),
          new LoginMemory.ScramKeys(new byte[32], new byte[32]));
    }
    assertEquals(Optional.empty(), memory.keys(SERVER, "user900", salted("pencil")));
    assertTrue(memory.keys(SERVER, "user999", salted("pencil")).isPresent());
  }

  @Test
  void aPasswordIsRecognizedByOneMemoryOnlyAndNeverKept() {
    assertEquals(memory.recognizable("pencil"), memory.recognizable("pencil"));
    assertFalse(memory.recognizable("pencil").equals(new LoginMemory().recognizable("pencil")));
    assertFalse(salted("pencil").toString().contains("pencil"));
  }
}
