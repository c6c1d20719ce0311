package io.github.mailclad.verify;

import static io.github.mailclad.verify.IdentityCase.hosts;
import static io.github.mailclad.verify.IdentityCase.match;
import static io.github.mailclad.verify.IdentityCase.no;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the truth table about internationalized names; certificates carry A-labels only. */
class InternationalizedNameTest {
  private static final List<Identifier> CAFE = hosts("caf\u00e9.example.net");

  static Stream<IdentityCase> rows() {
    return Stream.of(
        match(44, CAFE, c -> c.dns("xn--caf-dma.example.net")),
        match(45, hosts("xn--caf-dma.example.net"), c -> c.dns("xn--caf-dma.example.net")),
        match(46, CAFE, c -> c.dns("XN--CAF-DMA.EXAMPLE.NET")),
        no(47, CAFE, c -> c.rawDns("caf\u00e9.example.net".getBytes(StandardCharsets.UTF_8))),
        match(48, hosts("xn--fa-hia.example"), c -> c.dns("xn--fa-hia.example")),
        no(49, hosts("xn--fa-hia.example"), c -> c.dns("fass.example")),
        match(50, hosts("mail\u3002example\u3002net"), c -> c.dns("mail.example.net")),
        match(51, hosts("\u212a.example"), c -> c.dns("k.example")),
        match(
            52,
            List.of(new SrvId("imaps", "xn--caf-dma.example")),
            c -> c.srv("_imaps.xn--caf-dma.example")),
        no(54, hosts("p\u0430ypal.example"), c -> c.dns("paypal.example")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Requirement(
      value = {"X-19", "R9525-6.3"},
      heldBy = {"Identifier", "DomainNames"})
  void aNameIsComparedInALabels(IdentityCase row) {
    row.hold();
  }
}
