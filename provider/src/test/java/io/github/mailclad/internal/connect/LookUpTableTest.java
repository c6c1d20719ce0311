package io.github.mailclad.internal.connect;

import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.internal.connect.LookUps.HOST;
import static io.github.mailclad.internal.connect.LookUps.NAMED;
import static io.github.mailclad.internal.connect.LookUps.RECORD;
import static io.github.mailclad.internal.connect.LookUps.SIGNED;
import static io.github.mailclad.internal.connect.LookUps.TLSA;
import static io.github.mailclad.internal.connect.LookUps.UNSIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.dane.TlsaEffect;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every state of a zone, in every mode, against the table of look-ups written down once more. */
class LookUpTableTest {

  /** The records at the name of the TLSA records. */
  private enum Tlsa {
    USABLE,
    UNUSABLE,
    PROVED_ABSENT,
    UNSIGNED,
    BOGUS,
    INDETERMINATE;

    private FakeDns in(FakeDns dns) {
      return switch (this) {
        case USABLE -> dns.tlsa(SECURE, TLSA, RECORD);
        case UNUSABLE -> dns.tlsa(SECURE, TLSA, LookUps.UNUSABLE);
        case PROVED_ABSENT -> dns.tlsa(SECURE, TLSA);
        case UNSIGNED -> dns.tlsa(DnssecStatus.INSECURE, TLSA, RECORD);
        case BOGUS, INDETERMINATE ->
            dns.fails(FakeDns.Type.TLSA, TLSA, DnssecStatus.valueOf(name()), "");
      };
    }
  }

  /** One line of the table. */
  private record Line(
      HostNames names, Server to, DnssecStatus ipv4, DnssecStatus ipv6, Tlsa tlsa, Mode mode) {

    private FakeDns zone() {
      FakeDns dns = new FakeDns().addresses(SECURE, HOST, "192.0.2.1", "2001:db8::1");
      set(dns, FakeDns.Type.A, ipv4);
      set(dns, FakeDns.Type.AAAA, ipv6);
      return tlsa.in(dns);
    }

    private static void set(FakeDns dns, FakeDns.Type family, DnssecStatus status) {
      if (!status.isAnswer()) {
        dns.fails(family, HOST, status, "");
      } else if (status != SECURE) {
        dns.absent(family, HOST, status);
      }
    }

    private String expected() {
      boolean platformsMatter = to.equals(NAMED) && names == HostNames.OF_DNS;
      if (mode == Mode.REQUIRE && to.equals(UNSIGNED)) {
        return "dane-absent after 0";
      }
      if (!ipv4.isAnswer() || !ipv6.isAnswer()) {
        return platformsMatter && (mode == Mode.AUDIT_ONLY || mode == Mode.OFF)
            ? "PKIX after 2"
            : "address-lookup-failed after 2";
      }
      // what is not Secure here is absent
      if (!platformsMatter && ipv4 != SECURE && ipv6 != SECURE) {
        return "nowhere after 2";
      }
      if (mode == Mode.OFF || to.equals(UNSIGNED)) {
        return "PKIX after 2";
      }
      if (ipv4 != SECURE && ipv6 != SECURE) {
        return (mode == Mode.REQUIRE ? "dane-absent" : "PKIX") + " after 2";
      }
      return decided() + " after 3";
    }

    private String decided() {
      if (mode == Mode.AUDIT_ONLY) {
        return "PKIX";
      }
      return switch (tlsa) {
        case USABLE -> "DANE";
        case UNUSABLE -> mode == Mode.REQUIRE ? "dane-unusable" : "PKIX";
        case PROVED_ABSENT, UNSIGNED -> mode == Mode.REQUIRE ? "dane-absent" : "PKIX";
        case BOGUS, INDETERMINATE -> "dane-lookup-failed";
      };
    }

    private String found() {
      FakeDns dns = zone();
      return decision(dns) + " after " + dns.queries().size();
    }

    private String decision(FakeDns dns) {
      try {
        Outcome<ServerRecords> found = LookUps.lookUp(dns, names, to, mode);
        return found.refusal().map(Refusal::code).orElseGet(() -> decider(found.get()));
      } catch (NoAddressException e) {
        return "nowhere";
      }
    }

    /** Returns the evidence that decides about the server. */
    private String decider(ServerRecords reachable) {
      TlsaAnswer answer = reachable.tlsa() == null ? null : reachable.tlsa().answer();
      return mode != Mode.AUDIT_ONLY
              && answer != null
              && TlsaEffect.of(answer, DanePolicy.of(mode)) instanceof TlsaEffect.Decisive
          ? "DANE"
          : "PKIX";
    }
  }

  @Test
  @Requirement(
      value = {
        "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "N-27", "N-28", "N-29", "N-30", "N-31",
        "N-32", "N-43", "N-44"
      },
      heldBy = {"ServerLookup", "TlsaEffect"})
  void everyStateOfAZoneIsAsTheTableSays() {
    List<Line> lines = new ArrayList<>();
    for (HostNames names : HostNames.values()) {
      for (Server to : List.of(NAMED, SIGNED, UNSIGNED)) {
        for (DnssecStatus ipv4 : DnssecStatus.values()) {
          for (DnssecStatus ipv6 : DnssecStatus.values()) {
            for (Tlsa tlsa : Tlsa.values()) {
              for (Mode mode : Mode.values()) {
                lines.add(new Line(names, to, ipv4, ipv6, tlsa, mode));
              }
            }
          }
        }
      }
    }
    assertEquals(2 * 3 * 4 * 4 * 6 * 4, lines.size());
    for (Line line : lines) {
      assertEquals(line.expected(), line.found(), line::toString);
    }
  }
}
