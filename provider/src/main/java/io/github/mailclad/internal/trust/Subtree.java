package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.trust.SubjectName.Directory;
import io.github.mailclad.internal.trust.SubjectName.Dns;
import io.github.mailclad.internal.trust.SubjectName.Ip;
import io.github.mailclad.internal.trust.SubjectName.Mailbox;
import io.github.mailclad.internal.trust.SubjectName.Srv;
import io.github.mailclad.internal.trust.SubjectName.Unknown;
import io.github.mailclad.internal.trust.SubjectName.UriHost;
import io.github.mailclad.internal.trust.SubjectName.Wildcard;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * A subtree of names that an authority is permitted, or that is excluded (RFC 5280, section
 * 4.2.1.10; RFC 4985, section 4).
 */
sealed interface Subtree {

  /** How much of what a name stands for is in the subtree; only a wildcard stands for many. */
  enum Coverage {
    ALL,
    SOME,
    NONE;

    private static Coverage of(boolean within) {
      return within ? ALL : NONE;
    }
  }

  /** The kind of names that it constrains. */
  NameKind kind();

  /** How much of a name is in it; for a name of its kind. */
  Coverage covers(SubjectName name);

  /** Whether it says anything about this name. */
  default boolean concerns(SubjectName name) {
    return name.kind() == kind();
  }

  /** The subtree as people read it. */
  String shown();

  /** A domain and everything below; empty for all names. */
  record Domain(String domain) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.DNS;
    }

    @Override
    public Coverage covers(SubjectName name) {
      if (domain.isEmpty()) {
        return Coverage.ALL;
      }
      if (name instanceof Dns dns) {
        return Coverage.of(HostName.isWithin(dns.name(), domain));
      }
      if (name instanceof Wildcard wildcard) {
        if (HostName.isWithin(wildcard.base(), domain)) {
          return Coverage.ALL;
        }
        // the wildcard stands for one label, so the domain is among the names one label deeper
        boolean among =
            domain.endsWith("." + wildcard.base())
                && domain.indexOf('.') == domain.length() - wildcard.base().length() - 1;
        return among ? Coverage.SOME : Coverage.NONE;
      }
      return Coverage.NONE;
    }

    @Override
    public String shown() {
      return "dNSName " + domain;
    }
  }

  /**
   * Everything below a domain, written with a leading dot. RFC 5280 has no such form, and others
   * read it in two ways, with the domain itself or without: so that name is neither permitted nor
   * left out where it is excluded.
   */
  record BelowDomain(String domain) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.DNS;
    }

    @Override
    public Coverage covers(SubjectName name) {
      return name instanceof Dns dns && dns.name().equals(domain)
          ? Coverage.SOME
          : new Domain(domain).covers(name);
    }

    @Override
    public String shown() {
      return "dNSName ." + domain;
    }
  }

  /** The addresses that begin with a prefix of so many bits. */
  record Network(BigInteger prefix, int octets, int bits) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.IP;
    }

    @Override
    public Coverage covers(SubjectName name) {
      return Coverage.of(
          name instanceof Ip ip
              && ip.octets() == octets
              && ip.address().shiftRight(octets * 8 - bits).equals(prefix));
    }

    @Override
    public String shown() {
      return "iPAddress 0x" + prefix.toString(16) + "/" + bits;
    }
  }

  /** One mailbox. */
  record OneMailbox(String local, String host) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.EMAIL;
    }

    @Override
    public Coverage covers(SubjectName name) {
      return Coverage.of(
          name instanceof Mailbox box && box.local().equals(local) && box.host().equals(host));
    }

    @Override
    public String shown() {
      return "rfc822Name " + local + "@" + host;
    }
  }

  /**
   * Mailboxes or URIs at one host, or at all hosts in a domain.
   *
   * @param host the host; with a leading dot the domain, whose own name is not in it; empty for all
   */
  record Hosts(NameKind kind, String host) implements Subtree {
    @Override
    public Coverage covers(SubjectName name) {
      String found =
          name instanceof Mailbox box ? box.host() : name instanceof UriHost uri ? uri.host() : "";
      boolean within = host.startsWith(".") ? found.endsWith(host) : found.equals(host);
      return Coverage.of(name.kind() == kind && (host.isEmpty() || within));
    }

    @Override
    public String shown() {
      return kind.standardName() + " " + host;
    }
  }

  /** The distinguished names that begin with these RDNs. */
  record Names(List<RDN> first, String shown) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.DIRECTORY;
    }

    @Override
    public Coverage covers(SubjectName name) {
      if (!(name instanceof Directory directory)) {
        return Coverage.NONE;
      }
      RDN[] rdns = directory.name().getRDNs();
      if (rdns.length < first.size()) {
        return Coverage.NONE;
      }
      for (int i = 0; i < first.size(); i++) {
        if (!IETFUtils.rDNAreEqual(first.get(i), rdns[i])) {
          return Coverage.NONE;
        }
      }
      return Coverage.ALL;
    }
  }

  /**
   * A service, a domain, or a service at a domain and everything below.
   *
   * @param service empty for every service
   * @param domain empty for every domain
   */
  record Services(String service, String domain) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.SRV;
    }

    @Override
    public Coverage covers(SubjectName name) {
      return Coverage.of(
          name instanceof Srv srv
              && (service.isEmpty() || srv.service().equals(service))
              && (domain.isEmpty() || HostName.isWithin(srv.domain(), domain)));
    }

    @Override
    public String shown() {
      String at = service.isEmpty() || domain.isEmpty() ? domain : "." + domain;
      return "SRVName " + (service.isEmpty() ? at : "_" + service + at);
    }
  }

  /** A subtree of a kind that nothing is known about; a name of that kind cannot be judged. */
  record Unevaluable(String type) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.OTHER;
    }

    @Override
    public boolean concerns(SubjectName name) {
      return name instanceof Unknown unknown && unknown.type().equals(type);
    }

    @Override
    public Coverage covers(SubjectName name) {
      return Coverage.SOME;
    }

    @Override
    public String shown() {
      return type;
    }
  }

  /**
   * Reads the base of a GeneralSubtree.
   *
   * @throws IOException if it is no constraint of its kind; the message names the defect
   */
  static Subtree of(GeneralName base) throws IOException {
    return switch (base.getTagNo()) {
      case GeneralName.dNSName -> domain(text(base));
      case GeneralName.iPAddress ->
          network(ASN1OctetString.getInstance(base.getName()).getOctets());
      case GeneralName.rfc822Name -> mailboxes(text(base));
      case GeneralName.uniformResourceIdentifier -> hosts(NameKind.URI, text(base));
      case GeneralName.directoryName -> {
        X500Name name = X500Name.getInstance(base.getName());
        yield new Names(Arrays.asList(name.getRDNs()), "directoryName " + name);
      }
      case GeneralName.otherName -> other(OtherName.getInstance(base.getName()));
      default -> new Unevaluable("GeneralName " + base.getTagNo());
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
    return below ? new BelowDomain(domain) : new Domain(domain);
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
    return new Network(address.shiftRight(half * 8 - bits), half, bits);
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
    return new OneMailbox(text.substring(0, at), host);
  }

  private static Subtree hosts(NameKind kind, String text) throws IOException {
    String lower = Ascii.lowerCase(text);
    String host = lower.startsWith(".") ? lower.substring(1) : lower;
    if (!lower.isEmpty() && !HostName.isValid(host)) {
      throw new IOException("a constraint of the kind " + kind.standardName() + " is no host name");
    }
    return new Hosts(kind, lower);
  }

  private static Subtree other(OtherName name) throws IOException {
    if (!name.getTypeID().equals(SubjectName.SRV_NAME)) {
      return new Unevaluable("otherName " + name.getTypeID());
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
    return new Services(service, domain);
  }
}
