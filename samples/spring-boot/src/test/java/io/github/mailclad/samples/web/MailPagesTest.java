package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.setup.MailAccounts;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningSample
@ExtendWith(OutputCaptureExtension.class)
class MailPagesTest {
  private static final String ALICE = EmbeddedProvider.GOOD.address();
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final Pattern MESSAGE =
      Pattern.compile("href=\"(/inbox/message\\?[^\"]*)\">([^<]*)<");

  private final MailAccounts accounts;
  private final Visitor visitor;

  MailPagesTest(@Autowired MailAccounts accounts, @LocalServerPort int port) {
    this.accounts = accounts;
    this.visitor = new Visitor(port);
  }

  @BeforeEach
  void setUp() {
    visitor.setUp(ALICE, EmbeddedServer.PASSWORD);
  }

  @Test
  void levelIsShownBeforeSendingAndWhatItWasAfterwards(CapturedOutput output) {
    Page blank = visitor.get("/compose?account=" + ALICE);
    assertTrue(blank.has("This is the result of the last connection"), blank.body());
    assertTrue(blank.has("aria-label=\"Closed lock\""));
    Map<String, String> typed = Map.of("to", ALICE, "subject", "First", "text", "Hello Alice");
    Page checked = visitor.submit(blank, "/compose/check", typed);
    assertTrue(checked.has("Checked just now, without a password"), checked.body());
    assertTrue(checked.has("The server proved that it is"));
    assertTrue(checked.has("value=\"First\""), "the draft stays");
    Page sent = send(checked, typed);
    assertTrue(sent.has("was accepted by the server"), sent.body());
    assertTrue(sent.has("aria-label=\"Closed lock\""));
    Page opened = open("First");
    assertTrue(opened.has("Hello Alice"), opened.body());
    // the first page and the password page name the password of addresses to try
    visitor.seen().stream()
        .filter(page -> !page.path().equals("/") && !page.asksForPassword())
        .forEach(page -> assertFalse(page.has(EmbeddedServer.PASSWORD), page.body()));
    assertFalse(output.getAll().contains(EmbeddedServer.PASSWORD));
  }

  @Test
  void theTextsOfMessagesAreEscaped() throws Exception {
    deliver(SCRIPT, SCRIPT, "Text with " + SCRIPT);
    Page inbox = visitor.get("/inbox?account=" + ALICE);
    assertTrue(inbox.has("&lt;script&gt;alert(1)&lt;/script&gt;"), inbox.body());
    assertFalse(inbox.has("<script"));
    Page opened = open("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertTrue(opened.has("Text with &lt;script&gt;"), opened.body());
    assertFalse(opened.has("<script"));
  }

  @Test
  void longMessageIsCut() throws Exception {
    deliver("Long", "Bob", "0123456789\n".repeat(20_000));
    Page opened = open("Long");
    assertTrue(opened.has("shows its first 64 KiB"), "the page says so");
    assertTrue(opened.body().length() < 80_000, "cut");
  }

  @Test
  void draftWithProblemsIsNotSentAndSaysWhereTheyAre() {
    Map<String, String> typed =
        Map.of("to", "alice@example.org, bob", "subject", "Second\r\nBcc: x", "text", " ");
    Page again = send(visitor.get("/compose?account=" + ALICE), typed);
    for (String field : new String[] {"to", "subject", "text"}) {
      assertTrue(again.has("id=\"" + field + "-problem\""), again.body());
      assertTrue(again.has("aria-describedby=\"" + field + "-problem\""), again.body());
    }
    assertFalse(visitor.get("/inbox?account=" + ALICE).has("Second"));
  }

  @Test
  void anotherSessionHasNoPasswordAndReadsNothing() {
    Visitor other = new Visitor(visitor.get("/").response().uri().getPort());
    assertTrue(other.get("/inbox?account=" + ALICE).has("Password needed"));
    assertTrue(other.get("/compose?account=" + ALICE).has("Password needed"));
  }

  @Test
  void messageThatIsNotThereIsNotFound() {
    assertEquals(404, visitor.get("/inbox/message?account=" + ALICE + "&uid=99999").status());
  }

  private Page send(Page form, Map<String, String> typed) {
    Map<String, String> fields = new LinkedHashMap<>(form.hiddenFields("/compose/check"));
    fields.putAll(typed);
    return visitor.post("/compose/send", fields);
  }

  /** Opens the newest message of that subject, as it stands in the page. */
  private Page open(String subject) {
    Matcher message = MESSAGE.matcher(visitor.get("/inbox?account=" + ALICE).body());
    while (message.find()) {
      if (message.group(2).equals(subject)) {
        return visitor.get(message.group(1).replace("&amp;", "&"));
      }
    }
    throw new AssertionError("no message " + subject);
  }

  private void deliver(String subject, String sender, String text)
      throws AccountStoreException, MessagingException, UnsupportedEncodingException {
    Session session = Session.getInstance(accounts.open(ALICE).orElseThrow().properties());
    MimeMessage message = new MimeMessage(session);
    message.setFrom(
        new InternetAddress("mallory@example.org", sender, StandardCharsets.UTF_8.name()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(ALICE));
    message.setSubject(subject);
    message.setText(text);
    message.saveChanges();
    try (Transport transport = session.getTransport()) {
      transport.connect(null, ALICE, EmbeddedServer.PASSWORD);
      transport.sendMessage(message, message.getAllRecipients());
    }
  }
}
