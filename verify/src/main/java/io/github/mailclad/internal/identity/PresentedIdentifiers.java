package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.identity.PlainNames.PlainName;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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
    Collected names = new Collected();
    byte[] extension = certificate.getExtensionValue(StrictDer.SUBJECT_ALT_NAME);
    Optional<List<PlainName>> plain =
        extension == null ? Optional.empty() : PlainNames.in(extension);
    if (plain.isPresent()) {
      for (PlainName name : plain.get()) {
        if (name.isAddress()) {
          names.address(name.content().getBytes(StandardCharsets.ISO_8859_1));
        } else {
          names.dns(name.content());
        }
      }
    } else {
      OtherForms.read(certificate, names);
    }
    return new PresentedIdentifiers(names.exact, names.wildcards, names.shown);
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

  /** The identifiers that were read so far. */
  private static final class Collected {
    final List<Identifier> exact = new ArrayList<>();
    final List<String> wildcards = new ArrayList<>();
    final List<String> shown = new ArrayList<>();

    void dns(String name) {
      shown.add("DNS-ID " + name);
      boolean wildcard = name.startsWith("*.");
      Optional<DnsId> id = dnsId(wildcard ? name.substring(2) : name);
      if (id.isPresent() && !wildcard) {
        exact.add(id.get());
      } else if (id.isPresent() && id.get().name().indexOf('.') > 0) {
        wildcards.add(id.get().name());
      }
    }

    void address(byte[] octets) throws IOException {
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
  }

  /** Reads all forms. A class of its own, because most processes never load Bouncy Castle's. */
  private static final class OtherForms {
    /** {@code id-on-dnsSRV} (RFC 4985, section 2). */
    private static final ASN1ObjectIdentifier SRV_NAME =
        new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7");

    private static final Pattern SRV =
        Pattern.compile("_([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)\\.(.+)");

    private OtherForms() {}

    static void read(X509Certificate certificate, Collected names) throws IOException {
      try {
        for (ASN1TaggedObject entry : StrictDer.subjectAltName(certificate)) {
          read(entry, names);
        }
      } catch (RuntimeException e) {
        // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
        throw new IOException("the subjectAltName is malformed", e);
      }
    }

    private static void read(ASN1TaggedObject entry, Collected names) throws IOException {
      switch (entry.getTagNo()) {
        case GeneralName.dNSName -> names.dns(ASN1IA5String.getInstance(entry, false).getString());
        case GeneralName.iPAddress -> names.address(StrictDer.octets(entry));
        case GeneralName.otherName -> {
          OtherName other = OtherName.getInstance(ASN1Sequence.getInstance(entry, false));
          if (other.getTypeID().equals(SRV_NAME)
              && other.getValue().toASN1Primitive() instanceof ASN1IA5String srv) {
            names.shown.add("SRV-ID " + srv.getString());
            srvId(srv.getString()).ifPresent(names.exact::add);
          } else {
            names.shown.add("an otherName of type " + other.getTypeID());
          }
        }
        case GeneralName.uniformResourceIdentifier ->
            names.shown.add("a URI-ID, which is never matched");
        case GeneralName.rfc822Name -> names.shown.add("an e-mail address, which is never matched");
        default -> {
          GeneralName checked = GeneralName.getInstance(entry);
          names.shown.add("a name of another kind (" + checked.getTagNo() + ")");
        }
      }
    }

    private static Optional<SrvId> srvId(String name) {
      Matcher matcher = SRV.matcher(name);
      try {
        return matcher.matches()
            ? Optional.of(new SrvId(matcher.group(1), matcher.group(2)))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
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
}
