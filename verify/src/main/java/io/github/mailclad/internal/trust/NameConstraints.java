package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The nameConstraints extension of one authority (RFC 5280, section 4.2.1.10).
 *
 * @param permitted the permitted subtrees; a name of a kind that occurs here must be in one of them
 * @param excluded the excluded subtrees, in which no name may be
 */
record NameConstraints(List<Subtree> permitted, List<Subtree> excluded) {
  static final String OID = "2.5.29.30";
  private static final int PERMITTED = 0;
  private static final int EXCLUDED = 1;

  NameConstraints {
    permitted = List.copyOf(permitted);
    excluded = List.copyOf(excluded);
  }

  /**
   * Reads the extension; empty if the certificate does not have it.
   *
   * @throws IOException if the extension violates the RFC; the message names the defect
   */
  static Optional<NameConstraints> of(X509Certificate certificate) throws IOException {
    Optional<ASN1Primitive> extension = StrictDer.extension(certificate, OID, "nameConstraints");
    if (extension.isEmpty()) {
      return Optional.empty();
    }
    List<Subtree> permitted = new ArrayList<>();
    List<Subtree> excluded = new ArrayList<>();
    try {
      ASN1Sequence fields = ASN1Sequence.getInstance(extension.get());
      int last = -1;
      for (int i = 0; i < fields.size(); i++) {
        ASN1TaggedObject field = ASN1TaggedObject.getInstance(fields.getObjectAt(i));
        if (field.getTagNo() <= last || field.getTagNo() > EXCLUDED) {
          throw new IOException("the nameConstraints are malformed");
        }
        last = field.getTagNo();
        read(ASN1Sequence.getInstance(field, false), last == PERMITTED ? permitted : excluded);
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the nameConstraints are malformed", e);
    }
    if (permitted.isEmpty() && excluded.isEmpty()) {
      throw new IOException("the nameConstraints are empty");
    }
    return Optional.of(new NameConstraints(permitted, excluded));
  }

  private static void read(ASN1Sequence subtrees, List<Subtree> into) throws IOException {
    if (subtrees.size() == 0) {
      throw new IOException("a list of subtrees is empty");
    }
    for (int i = 0; i < subtrees.size(); i++) {
      GeneralSubtree subtree = GeneralSubtree.getInstance(subtrees.getObjectAt(i));
      if (!subtree.getMinimum().equals(BigInteger.ZERO) || subtree.getMaximum() != null) {
        throw new IOException("a subtree has a minimum or a maximum");
      }
      into.add(subtree(subtree.getBase()));
    }
  }

  /**
   * Reads the base of a GeneralSubtree.
   *
   * @throws IOException if it is not a valid constraint of its kind; the message names the defect
   */
  static Subtree subtree(GeneralName base) throws IOException {
    return switch (base.getTagNo()) {
      case GeneralName.dNSName -> domain(text(base));
      case GeneralName.iPAddress ->
          network(ASN1OctetString.getInstance(base.getName()).getOctets());
      case GeneralName.rfc822Name -> mailboxes(text(base));
      case GeneralName.uniformResourceIdentifier -> hosts(NameKind.URI, text(base));
      case GeneralName.directoryName -> {
        X500Name name = X500Name.getInstance(base.getName());
        yield new Subtree.Names(Arrays.asList(name.getRDNs()), "directoryName " + name);
      }
      case GeneralName.otherName -> other(OtherName.getInstance(base.getName()));
      default -> new Subtree.Unevaluable("GeneralName " + base.getTagNo());
    };
  }

  private static String text(GeneralName base) {
    return ASN1IA5String.getInstance(base.getName()).getString();
  }

  private static Subtree domain(String name) throws IOException {
    String lower = Ascii.lowerCase(name);
    boolean below = lower.startsWith(".");
    String domain = below ? lower.substring(1) : lower;
    if (!lower.isEmpty() && !HostName.isValid(domain)) {
      throw new IOException("a dNSName constraint is not a host name");
    }
    return new Subtree.Domain(domain, below ? Subtree.Coverage.SOME : Subtree.Coverage.ALL);
  }

  private static Subtree network(byte[] octets) throws IOException {
    int half = octets.length / 2;
    if (octets.length != 8 && octets.length != 32) {
      throw new IOException("an iPAddress constraint is not an address and a mask");
    }
    BigInteger address = new BigInteger(1, Arrays.copyOf(octets, half));
    BigInteger mask = new BigInteger(1, Arrays.copyOfRange(octets, half, octets.length));
    int bits = mask.bitCount();
    BigInteger contiguous =
        BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).shiftLeft(half * 8 - bits);
    if (!mask.equals(contiguous)) {
      throw new IOException("the mask of an iPAddress constraint has gaps");
    }
    return new Subtree.Network(address.shiftRight(half * 8 - bits), half, bits);
  }

  private static Subtree mailboxes(String text) throws IOException {
    int at = text.indexOf('@');
    if (at < 0) {
      return hosts(NameKind.EMAIL, text);
    }
    String host = Ascii.lowerCase(text.substring(at + 1));
    if (at == 0 || !HostName.isValid(host)) {
      throw new IOException("an rfc822Name constraint is neither mailbox nor host");
    }
    return new Subtree.OneMailbox(text.substring(0, at) + "@" + host);
  }

  private static Subtree hosts(NameKind kind, String text) throws IOException {
    String lower = Ascii.lowerCase(text);
    String host = lower.startsWith(".") ? lower.substring(1) : lower;
    if (!lower.isEmpty() && !HostName.isValid(host)) {
      throw new IOException(
          "a constraint of the kind " + kind.standardName() + " is not a host name");
    }
    return new Subtree.Hosts(kind, lower);
  }

  private static Subtree other(OtherName name) throws IOException {
    if (!name.getTypeID().equals(SubjectName.SRV_NAME)) {
      return new Subtree.Unevaluable("otherName " + name.getTypeID());
    }
    if (!(name.getValue().toASN1Primitive() instanceof ASN1IA5String text)) {
      throw new IOException("an SRVName constraint is not an IA5String");
    }
    String lower = Ascii.lowerCase(text.getString());
    int dot = lower.indexOf('.');
    boolean named = lower.startsWith("_");
    String service = !named ? "" : dot < 0 ? lower.substring(1) : lower.substring(1, dot);
    String domain = !named ? lower : dot < 0 ? "" : lower.substring(dot + 1);
    boolean serviceOnly = named && dot < 0;
    if ((named && service.isEmpty()) || (!serviceOnly && !HostName.isValid(domain))) {
      throw new IOException("an SRVName constraint is neither service nor domain");
    }
    return new Subtree.Services(service, domain);
  }

  /** Returns the number of subtrees. */
  int size() {
    return permitted.size() + excluded.size();
  }

  /** Returns the reason why the authority may not issue for a name; empty if it may. */
  Optional<String> violation(SubjectName name) {
    boolean constrained = false;
    boolean included = false;
    for (Subtree subtree : excluded) {
      if (subtree.concerns(name)) {
        if (name instanceof SubjectName.Malformed || subtree instanceof Subtree.Unevaluable) {
          return Optional.of("this verifier cannot compare it with " + subtree.shown());
        }
        if (subtree.covers(name) != Subtree.Coverage.NONE) {
          return Optional.of(subtree.shown() + " is excluded");
        }
      }
    }
    for (Subtree subtree : permitted) {
      if (subtree.concerns(name)) {
        constrained = true;
        included |=
            !(name instanceof SubjectName.Malformed)
                && subtree.covers(name) == Subtree.Coverage.ALL;
      }
    }
    return constrained && !included
        ? Optional.of(
            "it is not within the permitted names of the kind " + name.kind().standardName())
        : Optional.empty();
  }
}
