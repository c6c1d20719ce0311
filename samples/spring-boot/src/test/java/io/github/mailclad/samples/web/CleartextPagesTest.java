package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The set-up of an account whose servers have no TLS: five warnings on one page. */
@RunningSample
class CleartextPagesTest {
  private static final String PLAINTEXT = EmbeddedProvider.PLAINTEXT.address();
  private static final String OPEN = "aria-label=\"Open lock\"";
  private static final String ALL = "0,1,2,3,4";
  private static final Pattern TITLE = Pattern.compile("<legend>(.*?)</legend>");

  private final ForgetfulStore store;
  private final Visitor visitor;

  CleartextPagesTest(@Autowired ForgetfulStore store, @LocalServerPort int port) {
    this.store = store;
    this.visitor = new Visitor(port);
  }

  @BeforeEach
  void forgetAccounts() {
    store.forget();
  }

  @Test
  void serversAreUsedAfterFiveConsentsAndNeverCountAsConfidential() throws AccountStoreException {
    Page questions = questions();
    assertEquals(
        List.of(
            "Use the account without a minimum confidentiality level?",
            "Use this server without encryption?",
            "Send your password where others can read it?",
            "Use this server without encryption?",
            "Send your password where others can read it?"),
        titles(questions));
    assertNothingHolds();
    Page password = agree(questions, ALL);
    assertTrue(password.has(OPEN), password.body());
    assertFalse(password.has("aria-label=\"Closed lock\""));
    Page done = password(password, EmbeddedServer.PASSWORD);
    assertTrue(done.has("can be used now"), done.body());
    assertTrue(done.has(OPEN), done.body());
    assertTrue(visitor.get("/").has(OPEN));
    assertTrue(visitor.get("/inbox?account=" + PLAINTEXT).has("<h1>Inbox"), "it is read");
  }

  @Test
  void eachQuestionHasABoxOfItsOwnWithoutATick() {
    Page questions = questions();
    assertEquals(6, questions.body().split("type=\"checkbox\"", -1).length);
    assertFalse(questions.has("checked"));
    assertFalse(questions.has("autofocus"));
    int decline = questions.body().indexOf("value=\"decline\"");
    assertTrue(decline > 0 && decline < questions.body().indexOf("value=\"agree\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2,3,4", "0,2,3,4", "0,1,3,4", "0,1,2,4", "0,1,2,3", "0,0,0,0,0"})
  void boxWithoutATickChangesNothing(String agreed) throws AccountStoreException {
    Page again = agree(questions(), agreed);
    assertTrue(again.has("id=\"answers-problem\""), again.body());
    assertEquals(5, titles(again).size());
    assertFalse(again.asksForPassword());
    assertNothingHolds();
    assertTrue(agree(again, ALL).asksForPassword(), "the page counts that was shown last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decline", "AGREE", ""})
  void everyOtherAnswerIsANoInSpiteOfTheTicks(String answer) throws AccountStoreException {
    Page refused =
        visitor.submit(questions(), "/setup/answers", Map.of("answer", answer, "agreed", ALL));
    assertTrue(refused.has("cannot be used as they are"), refused.body());
    assertFalse(refused.asksForPassword());
    assertNothingHolds();
  }

  @Test
  void answersToAnOlderPageDoNotCount() throws AccountStoreException {
    Page unusable = visitor.submit(proposed(), "/setup/servers");
    String shown = unusable.hiddenFields("/setup/by-hand").getOrDefault("shown", "");
    assertFalse(shown.isEmpty());
    Page questions = visitor.submit(unusable, "/setup/by-hand");
    Page still =
        visitor.submit(
            questions, "/setup/answers", Map.of("shown", shown, "answer", "agree", "agreed", ALL));
    assertEquals(5, titles(still).size());
    assertNothingHolds();
  }

  @Test
  void consentToAnUnprotectedPasswordIsGoodForOnePassword() {
    Page password = agree(questions(), ALL);
    password(password, "wrong");
    Page again = password(password, EmbeddedServer.PASSWORD);
    String title = "Send your password where others can read it?";
    assertEquals(List.of(title, title), titles(again), again.body());
    assertFalse(again.asksForPassword());
    assertTrue(agree(again, "0,1").asksForPassword());
  }

  private Page questions() {
    return visitor.submit(visitor.submit(proposed(), "/setup/servers"), "/setup/by-hand");
  }

  private Page proposed() {
    return visitor.submit(visitor.get("/setup"), "/setup", Map.of("address", PLAINTEXT));
  }

  private Page agree(Page questions, String boxes) {
    return visitor.submit(questions, "/setup/answers", Map.of("answer", "agree", "agreed", boxes));
  }

  private Page password(Page page, String password) {
    return visitor.submit(page, "/setup/password", Map.of("password", password));
  }

  private static List<String> titles(Page page) {
    return TITLE.matcher(page.body()).results().map(title -> title.group(1)).toList();
  }

  private void assertNothingHolds() throws AccountStoreException {
    assertNull(store.read(PLAINTEXT).orElseThrow().disabled());
  }
}
