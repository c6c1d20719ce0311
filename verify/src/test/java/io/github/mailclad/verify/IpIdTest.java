package io.github.mailclad.verify;

import static io.github.mailclad.verify.IdentityCase.hosts;
import static io.github.mailclad.verify.IdentityCase.match;
import static io.github.mailclad.verify.IdentityCase.no;
import static io.github.mailclad.verify.IdentityCase.reject;

import io.github.mailclad.Identifier;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the truth table about IP addresses. */
class IpIdTest {
  private static final List<Identifier> V4 = hosts("192.0.2.1");

  static Stream<IdentityCase> rows() {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = (byte) 192;
    mapped[14] = 2;
    mapped[15] = 1;
    // an iPAddress of one part, as BER permits
    byte[] inParts = {0x30, 8, (byte) 0xa7, 6, 4, 4, (byte) 192, 0, 2, 1};
    return Stream.of(
        match(55, V4, c -> c.ip("192.0.2.1")),
        no(56, V4, c -> c.dns("192.0.2.1")),
        no(57, V4, c -> c.subject("CN=192.0.2.1")),
        match(58, hosts("2001:db8::1"), c -> c.ip("2001:0db8:0:0:0:0:0:1")),
        match(59, hosts("[2001:db8::1]"), c -> c.ip("2001:db8::1")),
        no(60, V4, c -> c.rawIp(mapped)),
        reject(61, V4, c -> c.ip("192.0.2.0/24")),
        no(62, hosts("mail.example.net"), c -> c.ip("192.0.2.1")),
        reject(62, V4, c -> c.rawIp(new byte[] {(byte) 192, 0, 2})),
        reject(62, V4, c -> c.rawIp(new byte[0])),
        reject(62, V4, c -> c.rawSan(inParts)),
        reject(62, V4, c -> c.ip("192.0.2.1").rawIp(new byte[5])),
        reject(62, hosts("mail.example.net"), c -> c.dns("mail.example.net").rawIp(new byte[8])),
        match(62, hosts("mail.example.net"), c -> c.dns("mail.example.net").rawIp(mapped)),
        no(62, V4, c -> c.ip("192.0.2.2")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Requirement(
      value = {"R7817-3-3", "X-18"},
      heldBy = {"IdentityMatcher", "PresentedIdentifiers"})
  void anAddressMatchesOctetByOctet(IdentityCase row) {
    row.hold();
  }
}
