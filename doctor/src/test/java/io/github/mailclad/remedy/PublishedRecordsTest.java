package io.github.mailclad.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.remedy.PublishedRecords.Plan;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedRecordsTest {
  private static final Host DOMAIN = Host.of("b\u00fccher.example");
  private static final Host SERVER = Host.of("mail.example.org");

  private final PublicKey now = key();
  private final PublicKey next = key();
  private final Plan plan =
      new Plan(
          DOMAIN,
          SERVER,
          Set.of(MailService.IMAPS, MailService.SUBMISSIONS, MailService.SUBMISSION),
          List.of(now, next),
          3600);

  private static PublicKey key() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allSixServicesAndBothKeysArePublished() throws Exception {
    PublishedRecords records = PublishedRecords.of(plan);
    assertEquals(List.of(), records.problems(plan));
    assertEquals(6 + 3 * 2, records.lines().size());
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(next.getEncoded()));
    assertTrue(
        records.lines().contains("_993._tcp.mail.example.org. 3600 IN TLSA 3 1 1 " + digest));
    assertEquals(digest, TlsaRecord.parse("3 1 1 " + digest).data());
    assertTrue(records.lines().contains("_pop3._tcp.xn--bcher-kva.example. 3600 IN SRV 0 0 0 ."));
    assertTrue(
        records
            .lines()
            .contains(
                "_submission._tcp.xn--bcher-kva.example. 3600 IN SRV 10 1 587 mail.example.org."));
  }

  @Test
  void eachWrongLineIsNoticed() {
    List<String> lines = PublishedRecords.of(plan).lines();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      String wrong =
          line.contains("TLSA")
              ? line.substring(0, line.length() - 2) + (line.endsWith("00") ? "01" : "00")
              : line.replaceFirst("IN SRV (\\d+) (\\d+) \\d+", "IN SRV $1 $2 4");
      List<String> changed = new ArrayList<>(lines);
      changed.set(at, wrong);
      assertTrue(
          !new PublishedRecords(changed).problems(plan).isEmpty(), () -> "not noticed: " + wrong);
      changed.remove(at);
      assertTrue(
          !new PublishedRecords(changed).problems(plan).isEmpty(), () -> "not missed: " + line);
    }
  }

  @Test
  void unreadableTextIsAProblem() {
    assertEquals(1, new PublishedRecords(List.of("no record")).problems(plan).size());
  }

  @Test
  void anAddressAndStrangeTimesAreRefused() {
    Set<MailService> services = Set.of(MailService.IMAPS);
    for (int seconds : Arrays.asList(0, 59, 86_401)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Plan(DOMAIN, SERVER, services, List.of(), seconds));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Plan(DOMAIN, Host.of("192.0.2.1"), services, List.of(), 3600));
    assertThrows(
        IllegalArgumentException.class, () -> new Plan(DOMAIN, SERVER, Set.of(), List.of(), 3600));
  }
}
