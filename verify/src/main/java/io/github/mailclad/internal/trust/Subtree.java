package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.trust.SubjectName.Directory;
import io.github.mailclad.internal.trust.SubjectName.DnsName;
import io.github.mailclad.internal.trust.SubjectName.HostedName;
import io.github.mailclad.internal.trust.SubjectName.Ip;
import io.github.mailclad.internal.trust.SubjectName.Srv;
import io.github.mailclad.internal.trust.SubjectName.UnknownName;
import io.github.mailclad.internal.trust.SubjectName.WildcardName;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * A subtree of names that is permitted to an authority, or excluded (RFC 5280, section 4.2.1.10;
 * RFC 4985, section 4).
 */
sealed interface Subtree {

  /** The part of a name that is in the subtree. Only a wildcard stands for more than one name. */
  enum Coverage {
    ALL,
    SOME,
    NONE;

    private static Coverage of(boolean within) {
      return within ? ALL : NONE;
    }
  }

  /** Returns the kind of names that it constrains. */
  NameKind kind();

  /** Returns the part of a name that is in the subtree; the name must be of the same kind. */
  Coverage covers(SubjectName name);

  /** Returns whether it applies to this name. */
  default boolean concerns(SubjectName name) {
    return name.kind() == kind();
  }

  /** Returns the subtree in the form that people read. */
  String shown();

  /**
   * A domain and all names below it.
   *
   * <p>RFC 5280 does not define a domain that is written with a leading dot, and implementations
   * differ on whether the domain itself is included. Its coverage is {@link Coverage#SOME} then: a
   * permitted subtree does not permit it, and an excluded one excludes it.
   *
   * @param domain the domain; empty for all names
   * @param itself the coverage of the domain itself
   */
  record Domain(String domain, Coverage itself) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.DNS;
    }

    @Override
    public Coverage covers(SubjectName name) {
      if (domain.isEmpty()) {
        return Coverage.ALL;
      }
      if (name instanceof DnsName dns) {
        return dns.name().equals(domain)
            ? itself
            : Coverage.of(HostName.isWithin(dns.name(), domain));
      }
      if (name instanceof WildcardName wildcard) {
        if (HostName.isWithin(wildcard.base(), domain)) {
          return Coverage.ALL;
        }
        // the wildcard matches one label, so the domain itself is among its names if it has one
        // label more than the base
        boolean among =
            domain.endsWith("." + wildcard.base())
                && domain.indexOf('.') == domain.length() - wildcard.base().length() - 1;
        return among ? Coverage.SOME : Coverage.NONE;
      }
      return Coverage.NONE;
    }

    @Override
    public String shown() {
      return "dNSName " + (itself == Coverage.ALL ? "" : ".") + domain;
    }
  }

  /** The addresses with a prefix of this number of bits. */
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

  /** One mailbox, with the local part as it is written and the host in lower case. */
  record OneMailbox(String address) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.EMAIL;
    }

    @Override
    public Coverage covers(SubjectName name) {
      return Coverage.of(
          name instanceof HostedName mailbox
              && mailbox.kind() == kind()
              && mailbox.shown().equals(address));
    }

    @Override
    public String shown() {
      return "rfc822Name " + address;
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
      if (name.kind() != kind) {
        return Coverage.NONE;
      }
      String found = name instanceof HostedName hosted ? hosted.host() : "";
      boolean within = host.startsWith(".") ? found.endsWith(host) : found.equals(host);
      return Coverage.of(host.isEmpty() || within);
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

  /** A subtree of an unknown kind; names of that kind cannot be checked. */
  record Unevaluable(String type) implements Subtree {
    @Override
    public NameKind kind() {
      return NameKind.OTHER;
    }

    @Override
    public boolean concerns(SubjectName name) {
      return name instanceof UnknownName unknown && unknown.type().equals(type);
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
}
