package io.github.mailclad.refusal;

import io.github.mailclad.MailService;
import io.github.mailclad.dns.DnssecStatus;
import java.util.List;
import java.util.stream.Stream;

/** The server, or the DNS records about it, could not be looked up. */
public sealed interface LookupRefusal extends Refusal {

  /**
   * A look-up is needed, and no resolver is available.
   *
   * @param purpose the purpose of the look-up, for example {@code to find the servers of
   *     example.org}
   * @param reason the missing part
   */
  record ResolverUnavailable(PeerText purpose, PeerText reason) implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "resolver-unavailable",
          "there is no DNS resolver " + purpose,
          List.of("reason: " + reason),
          "set the server (mail.<protocol>.host) and remove mail.<protocol>.security.dane, or put dnsjava on the class path (dnsjava:dnsjava)");
    }
  }

  /**
   * Neither a host is configured, nor a user name with a domain from which it could be discovered.
   *
   * @param user the user name that was given; empty for none
   */
  record NoServerNamed(PeerText user) implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "no-server-named",
          "no mail server is set",
          List.of(user.isEmpty() ? "no user name either" : "user name: " + user),
          "set the server (mail.<protocol>.host); or set as the user name an address whose domain publishes its servers (mail.<protocol>.user=alice@example.org)");
    }
  }

  /**
   * A domain publishes no server of this kind (RFC 6186, section 3).
   *
   * @param domain the source domain
   * @param labels the labels that were looked up, for example {@code _imaps._tcp}
   * @param files the configuration files that could not be used, each with the reason; empty where
   *     none is asked for
   */
  record NoServiceRecords(PeerText domain, List<String> labels, List<PeerText> files)
      implements LookupRefusal {
    public NoServiceRecords {
      labels = List.copyOf(labels);
      files = List.copyOf(files);
    }

    /** Creates the refusal of a search of DNS alone. */
    public NoServiceRecords(PeerText domain, List<String> labels) {
      this(domain, labels, List.of());
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "no-service-records",
          "no mail server is set, and " + domain + " publishes none of this kind in DNS",
          Stream.concat(
                  Stream.of("no SRV record at: " + RefusalText.someOf(labels)),
                  files.stream().map(file -> "no configuration at: " + file))
              .toList(),
          "set the server (mail.<protocol>.host) as the provider documents it");
    }
  }

  /**
   * The servers that a domain publishes are not known, so an attacker on the network path could be
   * hiding the better ones (RFC 7673, section 3.1). Trying again later may help.
   *
   * @param name the name that was looked up
   * @param status the DNSSEC status of the look-up
   * @param reason the reason that the resolver gave
   */
  record DiscoveryFailed(PeerText name, DnssecStatus status, PeerText reason)
      implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "discovery-failed",
          "no mail server is set, and the DNS look-up failed: " + inWords(status),
          List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason)),
          "set the server (mail.<protocol>.host); or check the network, and whether the DNS resolver supports DNSSEC, and try again");
    }
  }

  /**
   * A domain publishes servers, and none that the account's minimum level accepts (RFC 8314,
   * section 5.1).
   *
   * @param domain the source domain
   * @param ignored the servers that it publishes, each with the reason why it was ignored
   */
  record NoAcceptableService(PeerText domain, List<PeerText> ignored) implements LookupRefusal {
    public NoAcceptableService {
      ignored = List.copyOf(ignored);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "no-acceptable-service",
          domain + " publishes no mail server that can be used",
          List.of("published: " + RefusalText.someOf(ignored)),
          "set the server (mail.<protocol>.host), or ask the operator to offer implicit TLS and to publish it");
    }
  }

  /**
   * A domain's records name servers of another domain, the records are not signed, and no person
   * confirmed those servers (RFC 6186, section 6; RFC 8314, section 5.1). None was contacted.
   *
   * @param domain the source domain
   * @param service the service
   * @param targets the host names that the records give
   */
  record TargetNotConfirmed(PeerText domain, MailService service, List<PeerText> targets)
      implements LookupRefusal {
    public TargetNotConfirmed {
      targets = List.copyOf(targets);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "target-not-confirmed",
          "the mail servers that " + domain + " publishes are in another domain and not confirmed",
          List.of(
              "published for %s of %s without a signature: %s"
                  .formatted(service.srvLabel(), domain, RefusalText.someOf(targets))),
          "set the server (mail.<protocol>.host); or, if the provider confirms that these are its servers, set mail.<protocol>.security.confirmed-targets to their host names");
    }
  }

  /**
   * A domain publishes the digest of its configuration in DNS, and its web server has another
   * configuration (draft-ietf-mailmaint-pacc). None of its servers was contacted.
   *
   * @param domain the source domain
   * @param address the address of the configuration
   * @param status the DNSSEC status of the digest
   */
  record ConfigurationMismatch(PeerText domain, PeerText address, DnssecStatus status)
      implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "configuration-mismatch",
          "no mail server is set, and the configuration of "
              + domain
              + " is not the one whose digest is in DNS",
          List.of(
              "fetched: " + address,
              "expected: a SHA-256 digest in the TXT records of _ua-auto-config." + domain,
              "DNSSEC status of the digest: " + status),
          "set the server (mail.<protocol>.host) as the provider documents it; ask the operator to publish the digest again after each change of the configuration");
    }
  }

  /**
   * A domain publishes that it has a configuration, and it cannot be fetched from a verified server
   * or cannot be read.
   *
   * @param address the address of the configuration
   * @param reason the reason
   */
  record ConfigurationUnavailable(PeerText address, PeerText reason) implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "configuration-unavailable",
          "no mail server is set, and the configuration that the domain publishes cannot be used",
          List.of("address: " + address, "reason: " + reason),
          "set the server (mail.<protocol>.host); or check the network and try again; if it fails on other networks too, ask the operator to fix the configuration");
    }
  }

  /**
   * The addresses of a server are not known, so an attacker on the network path could be
   * redirecting the connection (RFC 7673, section 3.2).
   *
   * @param host the server
   * @param status the DNSSEC status of the look-up
   * @param reason the reason that the resolver gave
   */
  record AddressLookupFailed(PeerText host, DnssecStatus status, PeerText reason)
      implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "address-lookup-failed",
          "the look-up of the server's addresses failed: " + inWords(status),
          List.of("looked up: " + host + (reason.isEmpty() ? "" : ": " + reason)),
          "check the network, and whether the DNS resolver supports DNSSEC; if it fails on other networks too, ask the domain owner to fix DNSSEC");
    }
  }

  /**
   * The look-up of the TLSA records failed, so an attacker on the network path could be hiding them
   * (RFC 7672, section 2.1.2; RFC 7673, section 3.4).
   *
   * @param name the name that was looked up
   * @param status the DNSSEC status of the look-up
   * @param reason the reason that the resolver gave
   */
  record DaneLookupFailed(PeerText name, DnssecStatus status, PeerText reason)
      implements LookupRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "dane-lookup-failed",
          "the look-up of the server's TLSA records failed: " + inWords(status),
          List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason)),
          "check the network, and whether the DNS resolver supports DNSSEC; if it fails on other networks too, ask the domain owner to fix DNSSEC");
    }
  }

  /** Returns the result of a look-up, for a developer who does not know DNSSEC. */
  private static String inWords(DnssecStatus status) {
    return switch (status) {
      case BOGUS -> "DNSSEC validation failed (Bogus)";
      case INDETERMINATE -> "there was no usable answer (Indeterminate)";
      default -> "it ended " + status;
    };
  }
}
