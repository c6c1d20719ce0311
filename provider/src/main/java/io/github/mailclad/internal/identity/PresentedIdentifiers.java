package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The presented identifiers of one end-entity certificate. The whole extension must be DER. A
 * defect in its structure is a defect of the certificate and never means "no names". A well-formed
 * entry that is not an identifier is kept for display, and matches nothing.
 *
 * @param names the identifiers that can match
 * @param shown every entry as text, for people
 */
public record PresentedIdentifiers(List<Presented> names, List<String> shown) {
  /** {@code id-on-dnsSRV} (RFC 4985, section 2). */
  private static final ASN1ObjectIdentifier SRV_NAME =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");

  private static final Pattern SRV =
      Pattern.compile("_([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)\\.(.+)");

  /**
   * An identifier of a certificate; a DNS-ID may have the wildcard as its whole left-most label.
   */
  public sealed interface Presented {
    /** A DNS-ID without a wildcard, a SRV-ID or an IP-ID. */
    record Exact(Identifier identifier) implements Presented {}

    /**
     * A DNS-ID whose left-most label is the wildcard.
     *
     * @param base the labels after the wildcard and its dot; at least two
     */
    record Wildcard(String base) implements Presented {}
  }

  public PresentedIdentifiers {
    names = List.copyOf(names);
    shown = List.copyOf(shown);
  }

  /**
   * Reads the extension of a certificate.
   *
   * @throws IOException if the extension violates RFC 5280, section 4.2.1.6; the message names the
   *     defect
   */
  public static PresentedIdentifiers of(X509Certificate certificate) throws IOException {
    List<Presented> names = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    try {
      for (ASN1TaggedObject entry : StrictDer.subjectAltName(certificate)) {
        read(entry, names, shown);
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the subjectAltName is malformed", e);
    }
    return new PresentedIdentifiers(names, shown);
  }

  private static void read(ASN1TaggedObject entry, List<Presented> names, List<String> shown)
      throws IOException {
    switch (entry.getTagNo()) {
      case GeneralName.dNSName -> {
        String name = ASN1IA5String.getInstance(entry, false).getString();
        shown.add("DNS-ID " + name);
        dnsId(name).ifPresent(names::add);
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
          Identifier.IpId id = new Identifier.IpId(address);
          shown.add(id.toString());
          names.add(new Presented.Exact(id));
        } else {
          shown.add("an IPv4-mapped iPAddress, which is no IP-ID");
        }
      }
      case GeneralName.otherName -> {
        OtherName other = OtherName.getInstance(ASN1Sequence.getInstance(entry, false));
        if (other.getTypeID().equals(SRV_NAME)
            && other.getValue().toASN1Primitive() instanceof ASN1IA5String srv) {
          shown.add("SRV-ID " + srv.getString());
          srvId(srv.getString()).ifPresent(names::add);
        } else {
          shown.add("an otherName of type " + other.getTypeID());
        }
      }
      case GeneralName.uniformResourceIdentifier -> shown.add("a URI-ID, which never counts");
      case GeneralName.rfc822Name -> shown.add("an e-mail address, which never counts");
      default -> {
        GeneralName checked = GeneralName.getInstance(entry);
        shown.add("a name of another kind (" + checked.getTagNo() + ")");
      }
    }
  }

  private static Optional<Presented> dnsId(String name) {
    try {
      if (!name.startsWith("*.")) {
        return Optional.of(new Presented.Exact(new Identifier.DnsId(name)));
      }
      String base = new Identifier.DnsId(name.substring(2)).name();
      return base.indexOf('.') > 0 ? Optional.of(new Presented.Wildcard(base)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Presented> srvId(String name) {
    var matcher = SRV.matcher(name);
    try {
      return matcher.matches()
          ? Optional.of(
              new Presented.Exact(new Identifier.SrvId(matcher.group(1), matcher.group(2))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
