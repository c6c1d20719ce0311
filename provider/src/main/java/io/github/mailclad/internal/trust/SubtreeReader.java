package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** Reads subtrees of names from the nameConstraints extension. */
final class SubtreeReader {
  private SubtreeReader() {}

  /**
   * Reads the base of a GeneralSubtree.
   *
   * @throws IOException if it is not a valid constraint of its kind; the message names the defect
   */
  static Subtree read(GeneralName base) throws IOException {
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
      throw new IOException("a dNSName constraint is no host name");
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
      throw new IOException("a constraint of the kind " + kind.standardName() + " is no host name");
    }
    return new Subtree.Hosts(kind, lower);
  }

  private static Subtree other(OtherName name) throws IOException {
    if (!name.getTypeID().equals(SubjectName.SRV_NAME)) {
      return new Subtree.Unevaluable("otherName " + name.getTypeID());
    }
    if (!(name.getValue().toASN1Primitive() instanceof ASN1IA5String text)) {
      throw new IOException("a SRVName constraint is no IA5String");
    }
    String lower = Ascii.lowerCase(text.getString());
    int dot = lower.indexOf('.');
    boolean named = lower.startsWith("_");
    String service = !named ? "" : dot < 0 ? lower.substring(1) : lower.substring(1, dot);
    String domain = !named ? lower : dot < 0 ? "" : lower.substring(dot + 1);
    boolean serviceOnly = named && dot < 0;
    if ((named && service.isEmpty()) || (!serviceOnly && !HostName.isValid(domain))) {
      throw new IOException("a SRVName constraint is neither service nor domain");
    }
    return new Subtree.Services(service, domain);
  }
}
