package io.github.mailclad.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.ClientAuth;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Login;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.client.Club.Over;
import io.github.mailclad.it.traps.Refusals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several accounts on one server, at the same time and one after the other. */
class MembersIT {
  private static final int ROUNDS = 6;

  private final Club club = new Club();

  static List<Over> everywhere() {
    return Over.everywhere();
  }

  /** The server says on each login whose certificate it has, resumed or not. */
  private static ScriptedServer<?> registering(String protocol, List<String> register) {
    return Club.dialogue(protocol)
        .mechanism(
            "EXTERNAL",
            exchange -> {
              String as = exchange.askText("");
              String holder =
                  exchange
                      .io()
                      .clientCertificate()
                      .map(c -> c.getSubjectX500Principal().getName())
                      .orElse("nobody");
              register.add(as + " is " + holder);
              return Optional.of(new Login("EXTERNAL", as, ""));
            });
  }

  private Properties account(Over over, TlsFront server, String member, Issued card) {
    Properties properties = club.member(over.protocol(), server);
    String prefix = "mail." + over.protocol() + ".";
    properties.setProperty(prefix + "user", member);
    properties.setProperty(prefix + "sasl.authorizationid", member);
    properties.put(prefix + "security.client-certificate", Club.entry(card));
    return properties;
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {"F-5.5-4", "F-5.5-3", "D-5.5-2", "P-SASL-5"},
      heldBy = {"TlsContexts", "DisclosingKeyManager"})
  void eachShowsItsOwnAlsoWhenResuming(Over over) throws Exception {
    List<String> register = Collections.synchronizedList(new ArrayList<>());
    MailDialogue dialogue = registering(over.protocol(), register);
    List<String> members = List.of("alice", "bob", "carol", "dave");
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try (TlsFront server = club.server(over.version(), ClientAuth.WANTED, dialogue).start()) {
      CountDownLatch ready = new CountDownLatch(members.size());
      List<Future<Integer>> all = new ArrayList<>();
      for (String member : members) {
        Properties properties = account(over, server, member, club.card(member));
        Callable<Integer> visits =
            () -> {
              ready.countDown();
              ready.await(10, TimeUnit.SECONDS);
              for (int round = 0; round < ROUNDS; round++) {
                assertNull(Club.connect(over.protocol(), properties, member));
              }
              return ROUNDS;
            };
        all.add(threads.submit(visits));
      }
      for (Future<Integer> each : all) {
        assertEquals(ROUNDS, each.get(60, TimeUnit.SECONDS));
      }
      assertEquals(members.size() * ROUNDS, register.size());
      assertTrue(
          register.stream().allMatch(line -> line.matches("(\\w+) is CN=\\1")), register::toString);
      Club.seenBy(server);
      assertTrue(
          server.resumedSessions() >= members.size(), "resumed: " + server.resumedSessions());
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  @Requirement(
      value = {"D-5.5-2", "R9325-3.4-1"},
      heldBy = "TlsContexts")
  void anotherCertificateOrNoneBeginsAnew(Over over) {
    String prefix = "mail." + over.protocol() + ".security.";
    ScriptedServer<?> dialogue = Club.dialogue(over.protocol());
    try (TlsFront server = club.server(over.version(), ClientAuth.WANTED, dialogue).start()) {
      Properties properties = club.member(over.protocol(), server);
      Issued renewed = club.card(Club.MEMBER);
      assertNull(Club.connect(over.protocol(), properties, Club.MEMBER));
      assertNull(Club.connect(over.protocol(), properties, Club.MEMBER));
      properties.put(prefix + "client-certificate", Club.entry(renewed));
      assertNull(Club.connect(over.protocol(), properties, Club.MEMBER));
      properties.remove(prefix + "client-certificate");
      properties.remove(prefix + "client-certificate-also-over");
      Refusals.refused(
          "client-certificate-not-sent",
          club.world,
          Club.connect(over.protocol(), properties, Club.MEMBER));
      assertEquals(
          List.of(
              Optional.of(club.card.certificate()),
              Optional.of(club.card.certificate()),
              Optional.of(renewed.certificate()),
              Optional.empty()),
          Club.seenBy(server));
      assertEquals(1, server.resumedSessions());
    }
  }

  /** The permitted exposure of a certificate is part of the scope of TLS sessions. */
  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "submissions"})
  @Requirement(value = "CC-1", heldBy = "TlsContexts")
  void aSessionOfAReleasedCertificateIsNotResumedAfterwards(String protocol) {
    ScriptedServer<?> dialogue = Club.dialogue(protocol);
    try (TlsFront server = club.server("TLSv1.2", ClientAuth.WANTED, dialogue).start()) {
      assertNull(Club.connect(protocol, club.member(protocol, server), Club.MEMBER));
      Refusals.refused(
          "client-certificate-withheld",
          club.world,
          Club.connect(protocol, club.guarded(protocol, server), Club.MEMBER));
      Club.seenBy(server);
      assertEquals(0, server.resumedSessions());
    }
  }
}
