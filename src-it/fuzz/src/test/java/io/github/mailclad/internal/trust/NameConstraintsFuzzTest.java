package io.github.mailclad.internal.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.fuzz.BareCertificate;
import io.github.mailclad.fuzz.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of nameConstraints, evaluated for one name of every kind. */
class NameConstraintsFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(1));
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String HOST = "mail.example.net";
  private static final String ADDRESS = "192.0.2.7";
  private static final byte[] OCTETS = {(byte) 192, 0, 2, 7};
  private static final OtherName SERVICE =
      new OtherName(
          new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7"), new DERIA5String("_imaps.example.net"));

  private static final List<SubjectName> NAMES = names();

  static Stream<byte[]> seeds() {
    return Stream.of(
            permitting(dns("example.net")),
            permitting(dns("example.org"), dns(HOST)),
            excluding(dns(HOST)),
            excluding(dns("other.example.net")),
            permitting(dns(".example.net"), dns("*.example.net")),
            permitting(dns(".example.net"), dns("0.example.net")),
            excluding(dns(".mail.example.net")),
            permitting(new GeneralName(GeneralName.iPAddress, "192.0.2.0/24")),
            excluding(new GeneralName(GeneralName.iPAddress, "2001:db8::/32")),
            excluding(new GeneralName(new X500Name("CN=Lab Server"))),
            permitting(new GeneralName(GeneralName.rfc822Name, "example.net")),
            permitting(new GeneralName(GeneralName.rfc822Name, "a@example.net")),
            excluding(new GeneralName(GeneralName.uniformResourceIdentifier, ".example.net")),
            excluding(new GeneralName(GeneralName.otherName, SERVICE)),
            permitting(new GeneralName(GeneralName.registeredID, "1.2.3")))
        .map(NameConstraintsFuzzTest::der);
  }

  @MethodSource("seeds")
  @FuzzTest
  void noConstraintIsOverlooked(byte[] octets) throws Exception {
    BUDGET.spend(() -> judge(octets));
  }

  private static void judge(byte[] octets) throws IOException {
    NameConstraints constraints;
    try {
      constraints =
          NameConstraints.of(new BareCertificate(NAME_CONSTRAINTS, octets))
              .orElseThrow(() -> new AssertionError("an extension that is there was not read"));
    } catch (IOException refused) {
      return;
    }
    var second = read(octets);
    if (constraints.permitted().size() != subtrees(second.getPermittedSubtrees()).count()
        || constraints.excluded().size() != subtrees(second.getExcludedSubtrees()).count()) {
      throw new AssertionError("a subtree was overlooked");
    }
    for (SubjectName name : NAMES) {
      boolean refused = constraints.violation(name).isPresent();
      if (name.equals(new SubjectName.DnsName(HOST))) {
        requireTheSame(
            second,
            refused,
            GeneralName.dNSName,
            NameConstraintsFuzzTest::permitsTheHost,
            NameConstraintsFuzzTest::excludesTheHost,
            octets);
      } else if (name instanceof SubjectName.Ip) {
        requireTheSame(
            second,
            refused,
            GeneralName.iPAddress,
            NameConstraintsFuzzTest::holdsIt,
            NameConstraintsFuzzTest::holdsIt,
            octets);
      } else if (name instanceof SubjectName.Malformed malformed
          && !refused
          && concerned(constraints, malformed.kind())) {
        throw new AssertionError("a malformed name is not refused: " + malformed.shown());
      }
    }
  }

  /** The rule of RFC 5280, section 4.2.1.10, written down a second time. */
  private static void requireTheSame(
      org.bouncycastle.asn1.x509.NameConstraints constraints,
      boolean refused,
      int kind,
      Predicate<GeneralName> permits,
      Predicate<GeneralName> excludes,
      byte[] octets) {
    boolean excluded =
        subtrees(constraints.getExcludedSubtrees())
            .anyMatch(base -> base.getTagNo() == kind && excludes.test(base));
    List<GeneralName> permitted =
        subtrees(constraints.getPermittedSubtrees())
            .filter(base -> base.getTagNo() == kind)
            .toList();
    boolean outside = !permitted.isEmpty() && permitted.stream().noneMatch(permits);
    if (refused != (excluded || outside)) {
      throw new AssertionError(
          "a name of kind %d is %s by %s"
              .formatted(kind, refused ? "refused" : "accepted", Arrays.toString(octets)));
    }
  }

  private static boolean concerned(NameConstraints constraints, NameKind kind) {
    return Stream.concat(constraints.permitted().stream(), constraints.excluded().stream())
        .anyMatch(subtree -> subtree.kind() == kind);
  }

  /** A leading dot permits the names below alone. */
  private static boolean permitsTheHost(GeneralName base) {
    String domain = domain(base);
    return domain.startsWith(".") ? HOST.endsWith(domain) : holdsTheHost(domain);
  }

  /** A leading dot excludes the domain as well: of two readings the one that refuses. */
  private static boolean excludesTheHost(GeneralName base) {
    String domain = domain(base);
    return holdsTheHost(domain.startsWith(".") ? domain.substring(1) : domain);
  }

  private static String domain(GeneralName base) {
    return ASN1IA5String.getInstance(base.getName()).getString().toLowerCase(Locale.ROOT);
  }

  private static boolean holdsTheHost(String domain) {
    return domain.isEmpty() || HOST.equals(domain) || HOST.endsWith("." + domain);
  }

  private static boolean holdsIt(GeneralName base) {
    byte[] range = ASN1OctetString.getInstance(base.getName()).getOctets();
    boolean within = range.length == 2 * OCTETS.length;
    for (int i = 0; within && i < OCTETS.length; i++) {
      int mask = range[OCTETS.length + i];
      within = (OCTETS[i] & mask) == (range[i] & mask);
    }
    return within;
  }

  private static org.bouncycastle.asn1.x509.NameConstraints read(byte[] octets) throws IOException {
    ASN1Primitive value = ASN1Primitive.fromByteArray(octets);
    if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), octets)) {
      throw new AssertionError("what was read is not DER");
    }
    return org.bouncycastle.asn1.x509.NameConstraints.getInstance(value);
  }

  private static Stream<GeneralName> subtrees(GeneralSubtree @Nullable [] subtrees) {
    return Stream.of(Optional.ofNullable(subtrees).orElse(new GeneralSubtree[0]))
        .map(GeneralSubtree::getBase);
  }

  private static List<SubjectName> names() {
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              dns(HOST),
              dns("*.example.net"),
              dns("not a name"),
              new GeneralName(GeneralName.iPAddress, ADDRESS),
              new GeneralName(GeneralName.rfc822Name, "a@example.net"),
              new GeneralName(GeneralName.rfc822Name, "nobody"),
              new GeneralName(GeneralName.uniformResourceIdentifier, "https://" + HOST + "/"),
              new GeneralName(GeneralName.uniformResourceIdentifier, "urn:x"),
              new GeneralName(GeneralName.otherName, SERVICE),
              new GeneralName(GeneralName.registeredID, "1.2.3")
            });
    try {
      List<SubjectName> read =
          SubjectName.of(new BareCertificate(SUBJECT_ALT_NAME, names.getEncoded(ASN1Encoding.DER)));
      if (!read.contains(new SubjectName.Ip(new BigInteger(1, OCTETS), OCTETS.length))) {
        throw new IllegalStateException("the address is not among the names");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static org.bouncycastle.asn1.x509.NameConstraints permitting(GeneralName... bases) {
    return new org.bouncycastle.asn1.x509.NameConstraints(subtrees(bases), null);
  }

  private static org.bouncycastle.asn1.x509.NameConstraints excluding(GeneralName... bases) {
    return new org.bouncycastle.asn1.x509.NameConstraints(null, subtrees(bases));
  }

  private static GeneralSubtree[] subtrees(GeneralName... bases) {
    return Stream.of(bases).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static byte[] der(org.bouncycastle.asn1.x509.NameConstraints constraints) {
    try {
      return constraints.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
