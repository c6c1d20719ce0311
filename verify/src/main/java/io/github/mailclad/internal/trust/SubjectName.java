package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * A name of a certificate, in the form in which name constraints are applied to it (RFC 5280,
 * section 4.2.1.10; RFC 4985, section 4). DNS names are in lower case.
 */
sealed interface SubjectName {
  /** {@code id-on-dnsSRV} (RFC 4985, section 2). */
  ASN1ObjectIdentifier SRV_NAME = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");

  /** Returns the kind of constraint that applies to it. */
  NameKind kind();

  /** Returns the name in the form that people read. */
  String shown();

  /** A DNS name. */
  record DnsName(String name) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.DNS;
    }

    @Override
    public String shown() {
      return name;
    }
  }

  /** All DNS names of exactly one more label than the base: {@code *.base}. */
  record WildcardName(String base) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.DNS;
    }

    @Override
    public String shown() {
      return "*." + base;
    }
  }

  /** An IP address as a number, with its length in octets: 4 or 16. */
  record Ip(BigInteger address, int octets) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.IP;
    }

    @Override
    public String shown() {
      return "0x" + address.toString(16);
    }
  }

  /**
   * A mailbox or a URI, to which constraints apply by its host.
   *
   * @param host the host
   * @param shown the whole name; for a mailbox, the local part as it is written and the host in
   *     lower case
   */
  record HostedName(NameKind kind, String host, String shown) implements SubjectName {}

  /** A distinguished name. */
  record Directory(X500Name name) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.DIRECTORY;
    }

    @Override
    public String shown() {
      return name.toString();
    }
  }

  /** A service at a domain. */
  record Srv(String service, String domain) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.SRV;
    }

    @Override
    public String shown() {
      return "_" + service + "." + domain;
    }
  }

  /** A name that is invalid for its kind; no permitted subtree includes it. */
  record Malformed(NameKind kind, String shown) implements SubjectName {}

  /**
   * A name of an unknown kind.
   *
   * @param type the identifier of that kind
   */
  record UnknownName(String type) implements SubjectName {
    @Override
    public NameKind kind() {
      return NameKind.OTHER;
    }

    @Override
    public String shown() {
      return type;
    }
  }

  /**
   * Returns the names of a certificate to which constraints apply: subject, its e-mail addresses,
   * and every entry of the subjectAltName.
   *
   * @throws IOException if the subjectAltName is malformed; the message names the defect
   */
  static List<SubjectName> of(X509Certificate certificate) throws IOException {
    List<SubjectName> names = new ArrayList<>();
    try {
      X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      RDN[] rdns = subject.getRDNs();
      if (rdns.length > 0) {
        names.add(new Directory(subject));
      }
      for (RDN rdn : rdns) {
        for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
          if (attribute.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
            names.add(
                attribute.getValue().toASN1Primitive() instanceof ASN1String text
                    ? mailbox(text.getString())
                    : new Malformed(NameKind.EMAIL, "the subject's e-mail address"));
          }
        }
      }
      for (ASN1TaggedObject entry : StrictDer.subjectAltName(certificate)) {
        names.add(of(entry));
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the subjectAltName is malformed", e);
    }
    return names;
  }

  private static SubjectName of(ASN1TaggedObject entry) throws IOException {
    return switch (entry.getTagNo()) {
      case GeneralName.dNSName -> dns(ASN1IA5String.getInstance(entry, false).getString());
      case GeneralName.iPAddress -> ip(StrictDer.octets(entry));
      case GeneralName.rfc822Name -> mailbox(ASN1IA5String.getInstance(entry, false).getString());
      case GeneralName.uniformResourceIdentifier ->
          uri(ASN1IA5String.getInstance(entry, false).getString());
      case GeneralName.directoryName ->
          new Directory(X500Name.getInstance(ASN1Sequence.getInstance(entry, true)));
      case GeneralName.otherName -> other(ASN1Sequence.getInstance(entry, false));
      default -> new UnknownName("GeneralName " + entry.getTagNo());
    };
  }

  private static SubjectName dns(String name) {
    String lower = Ascii.lowerCase(name);
    if (lower.startsWith("*.") && HostName.isValid(lower.substring(2))) {
      return new WildcardName(lower.substring(2));
    }
    return HostName.isValid(lower) ? new DnsName(lower) : new Malformed(NameKind.DNS, name);
  }

  private static SubjectName ip(byte[] octets) {
    return octets.length == 4 || octets.length == 16
        ? new Ip(new BigInteger(1, octets), octets.length)
        : new Malformed(NameKind.IP, "an address of " + octets.length + " octets");
  }

  private static SubjectName mailbox(String address) {
    int at = address.indexOf('@');
    String host = Ascii.lowerCase(address.substring(at + 1));
    return at > 0 && HostName.isValid(host)
        ? new HostedName(NameKind.EMAIL, host, address.substring(0, at) + "@" + host)
        : new Malformed(NameKind.EMAIL, address);
  }

  private static SubjectName uri(String text) {
    try {
      String host = new URI(text).getHost();
      String lower = host == null ? "" : Ascii.lowerCase(host);
      // a constraint applies to host names only (RFC 5280, section 4.2.1.10)
      return HostName.isValid(lower) && !HostName.isAddress(lower)
          ? new HostedName(NameKind.URI, lower, text)
          : new Malformed(NameKind.URI, text);
    } catch (URISyntaxException e) {
      return new Malformed(NameKind.URI, text);
    }
  }

  private static SubjectName other(ASN1Sequence sequence) {
    OtherName name = OtherName.getInstance(sequence);
    if (!name.getTypeID().equals(SRV_NAME)) {
      return new UnknownName("otherName " + name.getTypeID());
    }
    if (name.getValue().toASN1Primitive() instanceof ASN1IA5String text) {
      String lower = Ascii.lowerCase(text.getString());
      int dot = lower.indexOf('.');
      if (lower.startsWith("_") && dot > 1 && HostName.isValid(lower.substring(dot + 1))) {
        return new Srv(lower.substring(1, dot), lower.substring(dot + 1));
      }
    }
    return new Malformed(NameKind.SRV, name.getValue().toString());
  }
}
