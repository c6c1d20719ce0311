package io.github.mailclad.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of an account: one for each state, and every other text is refused. */
class AccountTextTest {
  private static final long SEED = 8314;
  private static final String ALICE = "alice@example.org";

  @Test
  void everyStateReadsBackAsItWas() throws Exception {
    RandomAccount random = new RandomAccount(new Random(SEED));
    for (int i = 0; i < 5_000; i++) {
      AccountState state = random.next();
      String text = AccountText.of(state);
      assertEquals(state, AccountText.parse(state.account(), "memory", text));
      assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
    }
  }

  @Test
  void theTextIsSortedAndHasNoDate() throws Exception {
    assertEquals(
        """
        mailclad-account 1 sha256:73f2
        account=alice@example.org
        policy-version=1
        revision=7
        services=submissions
        submissions.server.1.established=1970-01-01T00\\:00\\:00Z
        submissions.server.1.host=smtp.example.org
        submissions.server.1.port=465
        submissions.servers=1
        """,
        AccountText.of(sample()).replaceFirst("(sha256:.{4}).*", "$1"));
  }

  private static AccountState sample() {
    return AccountState.unknown(ALICE)
        .with(
            ServiceState.unknown(MailService.SUBMISSIONS)
                .with(ServerState.unknown("smtp.example.org", 465).established(Instant.EPOCH)))
        .revision(7);
  }

  @Test
  @Requirement(value = "PIN-9", heldBy = "AccountText")
  void aTextWithAnotherOctetIsRefused() throws Exception {
    String text = AccountText.of(new RandomAccount(new Random(SEED)).next(ALICE));
    assertTrue(text.length() > 500, text);
    for (int at = 0; at < text.length(); at++) {
      for (int bit = 0; bit < 8; bit++) {
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(at, (char) (text.charAt(at) ^ (1 << bit)));
        refused(changed.toString());
      }
    }
  }

  @Test
  @Requirement(value = "PIN-9", heldBy = "AccountText")
  void aTextThatWasCutOffIsRefused() throws Exception {
    String text = AccountText.of(new RandomAccount(new Random(SEED)).next(ALICE));
    for (int length = 0; length < text.length(); length++) {
      refused(text.substring(0, length));
      refused(text.substring(text.length() - length));
    }
    assertTrue(refused(text + "\n").problem().contains("it was changed or cut off"));
    refused(text + text);
    refused("\n" + text);
  }

  @Test
  @Requirement(value = "PIN-9", heldBy = "AccountText")
  void aNewerVersionIsRefusedByName() throws Exception {
    String newer = AccountText.of(sample()).replace("mailclad-account 1 ", "mailclad-account 2 ");
    String problem = refused(newer).problem();
    assertTrue(
        problem.contains("a newer version of Mailclad wrote it, in form 2; this one reads form 1"),
        problem);
    assertTrue(problem.startsWith("the sample is not valid, and stays as it is"), problem);
  }

  static Stream<Case> wrong() {
    return Stream.of(
        new Case("services=submissions\n", "", "no field services"),
        new Case("services=submissions\n", "services=gopher\n", "unknown service"),
        new Case("revision=7\n", "revision=7\nnew=1\n", "unknown field, new"),
        new Case("revision=7\n", "revision=7\nrevision=7\n", "not in the format of Mailclad"),
        new Case("revision=7\n", "revision=8\nrevision=7\n", "not in the format of Mailclad"),
        new Case("revision=7\n", "revision=07\n", "not in the format of Mailclad"),
        new Case("revision=7\n", "revision: 7\n", "not in the format of Mailclad"),
        new Case("revision=7\n", "# seven\nrevision=7\n", "not in the format of Mailclad"),
        new Case("revision=7\n", "revision=-7\n", "revisions and versions count up"),
        new Case("revision=7\n", "revision=seven\n", "field revision has an invalid value"),
        new Case("revision=7\n", "revision=\\u00z7\n", "Malformed"),
        new Case("servers=1\n", "servers=2\n", "no field submissions.server.2.host"),
        new Case("servers=1\n", "servers=0\n", "unknown field, submissions.server.1."),
        new Case("servers=1\n", "servers=65\n", "not 0 to 64"),
        new Case("servers=1\n", "servers=-1\n", "not 0 to 64"),
        new Case("port=465\n", "port=65536\n", "a server has a host and a port"),
        new Case("1970-01-01T", "yesterday", "established has an invalid value"),
        new Case(
            "submissions.servers=1\n",
            "submissions.server.1.seen.best=PERFECT\nsubmissions.servers=1\n",
            "unknown field, submissions.server.1.seen.best"),
        new Case(
            "submissions.servers=1\n",
            """
            submissions.server.1.seen.at=1970-01-01T00\\:00\\:00Z
            submissions.server.1.seen.best=PERFECT
            submissions.servers=1
            """,
            "seen.best has an invalid value"),
        new Case("alice@", "bob@", "another account, bob@example.org"));
  }

  record Case(String from, String to, String problem) {}

  @ParameterizedTest
  @MethodSource("wrong")
  @Requirement(value = "PIN-9", heldBy = "StateFields")
  void aTextInAnotherFormatIsRefusedEvenWithItsDigest(Case wrong) throws Exception {
    String text = AccountText.of(sample());
    String body = text.substring(text.indexOf('\n') + 1);
    assertTrue(body.contains(wrong.from()), body);

    String problem = refused(digested(body.replace(wrong.from(), wrong.to()))).problem();

    assertTrue(problem.contains(wrong.problem()), problem);
  }

  @Test
  @Requirement(value = "PIN-9", heldBy = "AccountText")
  void whatIsTooLongIsNeitherReadNorWritten() throws Exception {
    String problem = refused(digested("a".repeat(AccountText.LONGEST))).problem();
    assertTrue(problem.contains("more than 1048576 octets"), problem);
    problem = refused(digested("a=1\n".repeat(10_001))).problem();
    assertTrue(problem.contains("more than 10000 entries"), problem);

    AccountState endless =
        AccountState.unknown(ALICE)
            .disabled(
                new AccountState.DisabledMinimum(Instant.EPOCH, "w".repeat(AccountText.LONGEST)));
    assertThrows(AccountStoreException.class, () -> AccountText.of(endless));
  }

  @Test
  void asManyServersAsThereMayBeFit() throws Exception {
    RandomAccount random = new RandomAccount(new Random(SEED));
    AccountState state = AccountState.unknown(ALICE);
    for (MailService service :
        List.of(MailService.IMAPS, MailService.POP3S, MailService.SUBMISSIONS)) {
      ServiceState full = ServiceState.unknown(service);
      while (full.servers().size() < ServiceState.MOST_SERVERS) {
        for (ServiceState some : random.next().services()) {
          for (ServerState server : some.servers()) {
            full = full.servers().size() < ServiceState.MOST_SERVERS ? full.with(server) : full;
          }
        }
      }
      state = state.with(full);
    }
    assertEquals(state, AccountText.parse(ALICE, "memory", AccountText.of(state)));
  }

  private static String digested(String body) {
    return "mailclad-account 1 sha256:" + AccountText.sha256(body) + "\n" + body;
  }

  private static AccountStoreException refused(String text) {
    AccountStoreException e =
        assertThrows(
            AccountStoreException.class, () -> AccountText.parse(ALICE, "the sample", text), text);
    assertEquals(ALICE, e.account());
    assertFalse(e.problem().isEmpty());
    return e;
  }
}
