package io.github.mailclad.verify;

import static io.github.mailclad.verify.IdentityCase.discovered;
import static io.github.mailclad.verify.IdentityCase.hosts;
import static io.github.mailclad.verify.IdentityCase.match;
import static io.github.mailclad.verify.IdentityCase.no;
import static io.github.mailclad.verify.IdentityCase.reject;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of the truth table about SRV-IDs. Which reference identifiers a discovery leads to is not
 * the matter here; each row has those of its case.
 */
class SrvIdTest {
  private static final List<Identifier> IMAPS = discovered("imaps", "example.net");

  /** The SEQUENCE of one otherName whose SRVName claims more octets than there are. */
  private static final byte[] BAD_INNER_LENGTH = {
    48, 19, (byte) 0xa0, 17, 6, 8, 43, 6, 1, 5, 5, 7, 8, 7, (byte) 0xa0, 5, 22, 60, '_', 'i', 'm'
  };

  static Stream<IdentityCase> services() {
    return Stream.of(
        match(65, IMAPS, c -> c.srv("_imaps.example.net")),
        match(66, IMAPS, c -> c.srv("_IMAPS.Example.NET")),
        no(67, IMAPS, c -> c.srv("_imap.example.net")),
        match(68, discovered("imap", "example.net"), c -> c.srv("_imap.example.net")),
        no(69, discovered("imap", "example.net"), c -> c.srv("_imaps.example.net")),
        match(70, discovered("submissions", "example.net"), c -> c.srv("_submissions.example.net")),
        no(71, discovered("submissions", "example.net"), c -> c.srv("_submission.example.net")),
        match(72, discovered("submission", "example.net"), c -> c.srv("_submission.example.net")),
        match(73, discovered("pop3s", "example.net"), c -> c.srv("_pop3s.example.net")),
        no(74, discovered("pop3s", "example.net"), c -> c.srv("_pop3.example.net")),
        match(92, discovered("sieve", "example.net"), c -> c.srv("_sieve.example.net")));
  }

  static Stream<IdentityCase> bundles() {
    return Stream.of("imap", "imaps", "submission", "submissions")
        .map(
            service ->
                match(
                    75,
                    discovered(service, "example.net"),
                    c ->
                        c.srv(
                            "_imap.example.net",
                            "_imaps.example.net",
                            "_submission.example.net",
                            "_submissions.example.net")));
  }

  @ParameterizedTest
  @MethodSource({"services", "bundles"})
  @Requirement(
      value = {"R7817-3-6", "R7817-3-8"},
      heldBy = {"IdentityMatcher", "PresentedIdentifiers"})
  void theServiceOfASrvIdCounts(IdentityCase row) {
    row.hold();
  }

  static Stream<IdentityCase> forms() {
    return Stream.of(
        no(77, IMAPS, c -> c.srv("_imaps._tcp.example.net")),
        no(
            78,
            discovered("imaps", "sub.example.net"),
            c -> c.srv("_imaps.*.example.net", "*.example.net")),
        no(79, IMAPS, c -> c.srv("imaps.example.net")),
        no(80, IMAPS, c -> c.srv("_imaps", "example.net")),
        no(81, IMAPS, c -> c.srvUtf8("_imaps.example.net")),
        reject(
            82,
            discovered("imaps", "example.net", "mail.example.net"),
            c -> c.rawSan(BAD_INNER_LENGTH).subject("CN=mail.example.net")),
        no(83, IMAPS, c -> c.srv("_imaps.example.net\0.evil")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  @Requirement(
      value = {"R7817-3-8", "X-20"},
      heldBy = "PresentedIdentifiers")
  void aSrvIdHasOneForm(IdentityCase row) {
    row.hold();
  }

  static Stream<IdentityCase> domains() {
    return Stream.of(
        no(76, IMAPS, c -> c.srv("_imaps.mail.example.net")),
        no(
            84,
            hosts("mail.example.net"),
            c -> c.srv("_imaps.mail.example.net", "_imaps.example.net")),
        match(
            85,
            discovered("imaps", "example.net", "mail.hoster.example"),
            c -> c.dns("mail.hoster.example")),
        no(86, IMAPS, c -> c.dns("mail.hoster.example")),
        match(
            87,
            discovered("imaps", "example.net", "mail.hoster.example"),
            c -> c.dns("mail.hoster.example")),
        no(
            88,
            discovered("imaps", "example.net", "mail.hoster.example"),
            c -> c.dns("real.hoster.example")),
        no(89, IMAPS, c -> c.dns("imap.example.net")),
        match(
            89,
            discovered("imaps", "example.net", "imap.example.net"),
            c -> c.dns("imap.example.net")),
        match(90, IMAPS, c -> c.srv("_imaps.example.net").dns("mail.hoster.example")),
        no(
            91,
            List.of(new SrvId("imaps", "example.net"), new DnsId("app.example")),
            c -> c.srv("_imaps.app.example")),
        no(93, IMAPS, c -> c.srv("_imaps.example.org").dns("mail.hoster.example")),
        match(94, IMAPS, c -> c.srv("_imaps.example.net")));
  }

  @ParameterizedTest
  @MethodSource("domains")
  @Requirement(
      value = {"R7817-3-5", "R7817-3-6", "R7817-8-1", "R9325-7.1-2"},
      heldBy = "IdentityMatcher")
  void theDomainOfASrvIdIsTheOneThatTheUserGave(IdentityCase row) {
    row.hold();
  }
}
