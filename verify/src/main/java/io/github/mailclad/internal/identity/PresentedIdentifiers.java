package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;

/**
 * The presented identifiers of one end-entity certificate. The whole extension must be DER. A
 * defect in its structure is a defect of the certificate and never means "no names". A well-formed
 * entry that is not an identifier is kept for display, and matches nothing.
 *
 * @param exact the DNS-IDs without a wildcard, the SRV-IDs and the IP-IDs
 * @param wildcards the DNS-IDs whose left-most label is the wildcard, each without that label; at
 *     least two labels
 * @param shown every entry as text, for people
 */
public record PresentedIdentifiers(
    List<Identifier> exact, List<String> wildcards, List<String> shown) {
  /** {@code id-on-dnsSRV} (RFC 4985, section 2). */
  private static final ASN1ObjectIdentifier SRV_NAME =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");

  private static final Pattern SRV =
      Pattern.compile("_([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)\\.(.+)");

  public PresentedIdentifiers {
    exact = List.copyOf(exact);
    wildcards = List.copyOf(wildcards);
    shown = List.copyOf(shown);
  }

  /**
   * Reads the extension of a certificate.
   *
   * @throws IOException if the extension violates RFC 5280, section 4.2.1.6; the message names the
   *     defect
   */
  public static PresentedIdentifiers of(X509Certificate certificate) throws IOException {
    List<Identifier> exact = new ArrayList<>();
    List<String> wildcards = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    try {
      for (ASN1TaggedObject entry : StrictDer.subjectAltName(certificate)) {
        read(entry, exact, wildcards, shown);
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the subjectAltName is malformed", e);
    }
    return new PresentedIdentifiers(exact, wildcards, shown);
  }

  /** Reads certificates, and keeps the identifiers of the newest one. Thread-safe. */
  public static final class Reader {
    private volatile Map.@Nullable Entry<X509Certificate, PresentedIdentifiers> newest;

    /** Creates a reader that has read nothing yet. */
    public Reader() {}

    /**
     * Returns the presented identifiers of a certificate.
     *
     * @throws IOException as {@link PresentedIdentifiers#of}
     */
    public PresentedIdentifiers read(X509Certificate certificate) throws IOException {
      Map.Entry<X509Certificate, PresentedIdentifiers> known = newest;
      if (known != null && known.getKey().equals(certificate)) {
        return known.getValue();
      }
      PresentedIdentifiers identifiers = of(certificate);
      newest = Map.entry(certificate, identifiers);
      return identifiers;
    }
  }

  private static void read(
      ASN1TaggedObject entry, List<Identifier> exact, List<String> wildcards, List<String> shown)
      throws IOException {
    switch (entry.getTagNo()) {
      case GeneralName.dNSName -> {
        String name = ASN1IA5String.getInstance(entry, false).getString();
        shown.add("DNS-ID " + name);
        if (name.startsWith("*.")) {
          dnsId(name.substring(2))
              .map(DnsId::name)
              .filter(base -> base.indexOf('.') > 0)
              .ifPresent(wildcards::add);
        } else {
          dnsId(name).ifPresent(exact::add);
        }
      }
      case GeneralName.iPAddress -> {
        byte[] octets = ASN1OctetString.getInstance(entry, false).getOctets();
        if (octets.length != 4 && octets.length != 16) {
          throw new IOException(
              "an iPAddress in the subjectAltName has %d octets (RFC 5280, section 4.2.1.6)"
                  .formatted(octets.length));
        }
        InetAddress address = InetAddress.getByAddress(octets);
        // Java converts an IPv4-mapped IPv6 address to an IPv4 address, which is another identifier
        if (address.getAddress().length == octets.length) {
          IpId id = new IpId(address);
          shown.add(id.toString());
          exact.add(id);
        } else {
          shown.add("an IPv4-mapped iPAddress, which is not an IP-ID");
        }
      }
      case GeneralName.otherName -> {
        OtherName other = OtherName.getInstance(ASN1Sequence.getInstance(entry, false));
        if (other.getTypeID().equals(SRV_NAME)
            && other.getValue().toASN1Primitive() instanceof ASN1IA5String srv) {
          shown.add("SRV-ID " + srv.getString());
          srvId(srv.getString()).ifPresent(exact::add);
        } else {
          shown.add("an otherName of type " + other.getTypeID());
        }
      }
      case GeneralName.uniformResourceIdentifier -> shown.add("a URI-ID, which is never matched");
      case GeneralName.rfc822Name -> shown.add("an e-mail address, which is never matched");
      default -> {
        GeneralName checked = GeneralName.getInstance(entry);
        shown.add("a name of another kind (" + checked.getTagNo() + ")");
      }
    }
  }

  private static Optional<DnsId> dnsId(String name) {
    try {
      return Optional.of(new DnsId(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<SrvId> srvId(String name) {
    var matcher = SRV.matcher(name);
    try {
      return matcher.matches()
          ? Optional.of(new SrvId(matcher.group(1), matcher.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
