package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningSample
@ExtendWith(OutputCaptureExtension.class)
class SetupPagesTest {
  private static final String GOOD = EmbeddedProvider.GOOD.address();
  private static final String SELF_SIGNED = EmbeddedProvider.SELF_SIGNED.address();
  private static final String CLOSED = "aria-label=\"Closed lock\"";
  private static final String PINNED = "aria-label=\"Lock with a warning sign\"";

  private final ForgetfulStore store;
  private final Visitor visitor;

  SetupPagesTest(@Autowired ForgetfulStore store, @LocalServerPort int port) {
    this.store = store;
    this.visitor = new Visitor(port);
  }

  @BeforeEach
  void forgetAccounts() {
    store.forget();
  }

  @Test
  void serversAreProposedBeforeAnyIsContacted() throws AccountStoreException {
    Page proposed = begin(GOOD);
    assertTrue(proposed.has("None of them was contacted yet"));
    assertTrue(
        proposed.has("The DNS records of example.org name it, and they are signed (DNSSEC)."),
        proposed.body());
    assertFalse(proposed.asksForPassword());
    assertFalse(isKnown(GOOD));
  }

  @Test
  void passwordIsAskedForBesideTheLock() {
    Page password = visitor.passwordPage(GOOD);
    assertTrue(password.asksForPassword());
    String form = password.body().substring(password.body().indexOf("action=\"/setup/password\""));
    assertTrue(form.indexOf(CLOSED) < form.indexOf("type=\"password\""), form);
    assertTrue(form.indexOf(CLOSED) > 0, form);
    assertEquals(2, password.body().split(CLOSED, -1).length, "one lock for all connections");
  }

  @Test
  void passwordOfAnAddressToTryNeedNotBeRemembered() {
    assertTrue(visitor.passwordPage(GOOD).has("<code>" + EmbeddedServer.PASSWORD + "</code>"));
  }

  @Test
  void acceptedPasswordEndsTheSetUp() {
    Page done = visitor.setUp(GOOD, EmbeddedServer.PASSWORD);
    assertTrue(done.has(CLOSED));
    Page accounts = visitor.get("/");
    assertTrue(accounts.has("<h2>" + GOOD + "</h2>"));
    assertTrue(accounts.has("Inbox of " + GOOD));
  }

  @Test
  void removedAccountLosesItsServersAndItsPassword() throws AccountStoreException {
    visitor.setUp(GOOD, EmbeddedServer.PASSWORD);
    Page accounts = visitor.get("/");
    assertEquals(GOOD, accounts.hiddenFields("/accounts/remove").get("account"));

    Page left = visitor.submit(accounts, "/accounts/remove");
    assertTrue(left.has("There is no account yet"), left.body());
    assertFalse(isKnown(GOOD));
    assertTrue(visitor.get("/inbox?account=" + GOOD).has("Password needed"));

    visitor.passwordPage(GOOD);
    assertTrue(visitor.get("/inbox?account=" + GOOD).has("Password needed"), "it was forgotten");
  }

  @Test
  void rejectedPasswordIsReportedAndShownNowhere(CapturedOutput output) {
    String secret = "a-password-to-hide";
    Page again =
        visitor.submit(visitor.passwordPage(GOOD), "/setup/password", Map.of("password", secret));
    assertTrue(again.has("rejected this password"));
    assertTrue(again.has("aria-describedby=\"password-problem password-lock\""));
    visitor.seen().forEach(page -> assertFalse(page.has(secret), page.body()));
    visitor.seen().forEach(page -> assertFalse(page.response().uri().toString().contains(secret)));
    assertFalse(output.getAll().contains(secret));
  }

  @Test
  void passwordTypedBesideOtherConnectionsIsNotSent() {
    Page password = visitor.passwordPage(GOOD);
    Page again =
        visitor.submit(
            password,
            "/setup/password",
            Map.of("password", EmbeddedServer.PASSWORD, "shown", "something else"));
    assertTrue(again.asksForPassword());
    assertFalse(again.has("rejected this password"), "no server was asked");
  }

  @ParameterizedTest
  @CsvSource({
    "MISNAMED, identity-mismatch",
    "SELF_SIGNED, self-signed",
    "EXPIRED, certificate-expired",
    "PLAINTEXT, plaintext-server"
  })
  void refusalIsExplainedAndNoPasswordAskedFor(EmbeddedProvider provider, String code) {
    Page refused = visitor.submit(begin(provider.address()), "/setup/servers");
    String explained = "docs/refusals.md#" + code + "\">";
    assertEquals(2, refused.body().split(explained, -1).length, "one link for both servers");
    assertTrue(refused.has("What to do:"));
    assertEquals(2, refused.body().split("class=\"summary\"", -1).length, "shown once");
    String forPeople = refused.body().replaceAll("(?s)<details.*?</details>", "");
    assertFalse(forPeople.matches("(?s).*(trust-anchors|[.]security[.]).*"), forPeople);
    assertFalse(refused.asksForPassword());
    assertTrue(refused.has("action=\"/setup/by-hand\""), refused.body());
    assertEquals(provider == EmbeddedProvider.PLAINTEXT, refused.has("These servers have no TLS"));
  }

  @Test
  void domainWithoutRecordsLeadsToServersByHand() {
    Page entry = begin(EmbeddedProvider.UNPUBLISHED.address());
    assertTrue(entry.has("<h1>Name the servers</h1>"), entry.body());
    assertTrue(entry.has("docs/refusals.md#no-service-records"), entry.body());
    assertFalse(entry.asksForPassword());

    Page wrong = entry(entry, "https://mail.example.org", "mail.example.org");
    assertTrue(wrong.has("<h1>Name the servers</h1>"), wrong.body());
    assertTrue(wrong.has("id=\"servers-problem\""), wrong.body());
    assertTrue(wrong.has("value=\"https://mail.example.org\""), "what was typed stays");

    Page unreachable = entry(wrong, "127.0.0.1:9", "127.0.0.1:9");
    assertTrue(unreachable.has("cannot be used as they are"), unreachable.body());
    assertFalse(unreachable.asksForPassword());
  }

  private Page entry(Page page, String reading, String sending) {
    return visitor.submit(
        page,
        "/setup/entry",
        Map.of(
            "access",
            "imaps",
            "accessHost",
            reading,
            "submission",
            "submissions",
            "submissionHost",
            sending));
  }

  @Test
  void serversOutsideOfTheDomainAreAskedAboutBeforeTheyAreContacted() {
    String address = EmbeddedProvider.OUTSIDE.address();
    Page question = visitor.submit(begin(address), "/setup/servers");
    assertTrue(question.has("Are these your provider&#39;s servers?"), question.body());
    assertTrue(question.has("<title>Are these your provider&#39;s servers? "), question.body());
    Page next = agree(question);
    while (!next.asksForPassword()) {
      assertTrue(next.has("Are these your provider&#39;s servers?"), next.body());
      next = agree(next);
    }
    assertTrue(next.has(CLOSED));
  }

  @Test
  void declinedServersAreNotContacted() {
    String address = EmbeddedProvider.OUTSIDE.address();
    Page ended = decline(visitor.submit(begin(address), "/setup/servers"));
    assertTrue(ended.has("docs/refusals.md#target-not-confirmed"), ended.body());
    assertFalse(ended.asksForPassword());
  }

  @Test
  void certificateIsAcceptedByAnswersToThreeWarnings() throws AccountStoreException {
    Page minimum = considerByHand();
    assertTrue(minimum.has("Use servers that cannot prove their identity?"), minimum.body());
    Page reading = agree(minimum);
    assertTrue(reading.has("Accept this certificate yourself?"), reading.body());
    assertTrue(reading.has("First compare the fingerprint below"), reading.body());
    assertEquals(2, reading.body().split("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}", -1).length);
    assertFalse(reading.body().matches("(?s).*[0-9A-Fa-f]{64}.*"), "one notation");
    assertFalse(reading.has("class=\"summary\""), "the refusal is not shown again");
    Page sending = agree(reading);
    assertTrue(sending.has("Accept this certificate yourself?"), sending.body());
    assertTrue(sending.has("which you compared already"), sending.body());
    assertNull(disabled(SELF_SIGNED), "nothing holds before the last answer");
    Page password = agree(sending);
    assertTrue(password.asksForPassword(), password.body());
    assertTrue(password.has(PINNED));
    assertFalse(password.has(CLOSED));
    Page done =
        visitor.submit(password, "/setup/password", Map.of("password", EmbeddedServer.PASSWORD));
    assertTrue(done.has(PINNED), done.body());
    assertTrue(visitor.get("/").has(PINNED));
  }

  @Test
  void aDeclinedLastWarningChangesNothing() throws AccountStoreException {
    Page refused = decline(agree(agree(considerByHand())));
    assertTrue(refused.has("cannot be used as they are"), refused.body());
    assertFalse(refused.asksForPassword());
    assertNull(disabled(SELF_SIGNED));
  }

  @Test
  void answerThatChangesNothingComesFirstAndNothingIsPreselected() {
    Page question = considerByHand();
    assertTrue(question.body().indexOf("value=\"decline\"") > 0);
    assertTrue(
        question.body().indexOf("value=\"decline\"") < question.body().indexOf("value=\"agree\""));
    assertFalse(question.has("checked"));
    assertFalse(question.has("autofocus"));
  }

  @Test
  void answerToAnotherQuestionDoesNotCount() {
    Page minimum = considerByHand();
    String shown = minimum.hiddenFields("/setup/answer").getOrDefault("shown", "");
    Page reading = agree(minimum);
    Page still =
        visitor.submit(reading, "/setup/answer", Map.of("shown", shown, "answer", "agree"));
    assertEquals(
        reading.hiddenFields("/setup/answer").get("shown"),
        still.hiddenFields("/setup/answer").get("shown"));
  }

  @Test
  void anyOtherAnswerIsANo() {
    Page refused = visitor.submit(considerByHand(), "/setup/answer", Map.of("answer", "AGREE"));
    assertTrue(refused.has("cannot be used as they are"), refused.body());
  }

  @Test
  void theNamesOfARudeServerAreEscaped() {
    Page refused = visitor.submit(begin(EmbeddedProvider.RUDE.address()), "/setup/servers");
    assertScriptIsText(refused);
    assertScriptIsText(agree(visitor.submit(refused, "/setup/by-hand")));
    assertScriptIsText(visitor.get("/refusals"));
  }

  private static void assertScriptIsText(Page page) {
    assertTrue(page.has("script\\&gt;") || page.has("&lt;script"), page.body());
    assertFalse(page.has("<script"), page.body());
  }

  @Test
  void textThatIsNoAddressIsAnErrorAtItsField() {
    Page again = begin("\"><script>alert(1)</script>");
    assertTrue(again.has("aria-describedby=\"address-problem\""), again.body());
    assertTrue(again.has("id=\"address-problem\""));
    assertFalse(again.has("<script"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/setup", "/refusals"})
  void navigationMarksThePresentPage(String path) {
    Page page = visitor.get(path);
    assertTrue(page.has("<a href=\"" + path + "\" aria-current=\"page\">"), page.body());
    assertEquals(2, page.body().split("aria-current", -1).length);
  }

  private Page begin(String address) {
    return visitor.submit(visitor.get("/setup"), "/setup", Map.of("address", address));
  }

  private Page considerByHand() {
    return visitor.submit(visitor.submit(begin(SELF_SIGNED), "/setup/servers"), "/setup/by-hand");
  }

  private Page agree(Page question) {
    return visitor.submit(question, "/setup/answer", Map.of("answer", "agree"));
  }

  private Page decline(Page question) {
    return visitor.submit(question, "/setup/answer", Map.of("answer", "decline"));
  }

  private boolean isKnown(String account) throws AccountStoreException {
    return store.read(account).isPresent();
  }

  private AccountState.@Nullable DisabledMinimum disabled(String account)
      throws AccountStoreException {
    return store.read(account).orElseThrow().disabled();
  }
}
