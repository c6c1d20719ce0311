package io.github.mailclad.it.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Questions of the catalogue of which each is of another kind. */
final class Sample {
  private static final List<String> ZONES =
      List.of(
          "secure.test",
          "insecure.test",
          "wrong-ds.test",
          "nsec3.test",
          "optout.test",
          "altered.test",
          "expired.test",
          "stripped.test",
          "unknown-algorithm.test",
          "ed25519.test",
          "unsigned.optout.test",
          "unsigned.nsec3.test");

  /** At the borders of the first zones. */
  private static final List<Question> ALIASES =
      Stream.of("secure.test", "nsec3.test", "insecure.test")
          .flatMap(
              zone ->
                  Stream.of(
                      Question.of("to-nsec3." + zone, Type.A),
                      Question.of("to-insecure." + zone, Type.A),
                      Question.of("mail.all-secure." + zone, Type.A),
                      Question.of("_10993._tcp.to-secure." + zone, Type.TLSA),
                      Question.of("_10993._tcp.mail.all-insecure." + zone, Type.TLSA),
                      Question.of("_10587._tcp.mail." + zone, Type.TLSA),
                      Question.of("some.wildtlsa." + zone, Type.TLSA)))
          .toList();

  /**
   * From what nobody may change; whoever hides an alias of an Insecure zone, hides where it leads.
   */
  private static final List<Question> TO_BOGUS =
      List.of(
          Question.of("_imaps._tcp.to-altered.secure.test", Type.SRV),
          Question.of("_imaps._tcp.to-altered.nsec3.test", Type.SRV));

  /** All of them. */
  static final List<Question> QUESTIONS =
      Stream.of(
              ZONES.stream().flatMap(zone -> of(zone).stream()),
              ALIASES.stream(),
              TO_BOGUS.stream())
          .flatMap(questions -> questions)
          .toList();

  /** For those who have to wait for each: of a Secure, an Insecure and a Bogus zone. */
  static final List<Question> FEW =
      ZONES.subList(0, 3).stream().flatMap(zone -> of(zone).stream()).toList();

  private Sample() {}

  private static List<Question> of(String zone) {
    List<Question> questions = new ArrayList<>();
    questions.add(Question.of("_imaps._tcp." + zone, Type.SRV));
    questions.add(Question.of("_10993._tcp.mail." + zone, Type.TLSA));
    questions.add(Question.of("_1._tcp.mail." + zone, Type.TLSA));
    questions.add(Question.of("mail." + zone, Type.A));
    questions.add(Question.of("alias." + zone, Type.A));
    questions.add(Question.of("nothing." + zone, Type.SRV));
    return questions;
  }
}
