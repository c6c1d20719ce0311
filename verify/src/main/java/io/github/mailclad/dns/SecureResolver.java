package io.github.mailclad.dns;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A resolver that looks names up and returns the DNSSEC status of each answer. An implementation is
 * responsible for the status. {@link DnssecStatus#SECURE} is only for an answer that was validated
 * from a trust anchor: by the implementation, or by another resolver that it has reason to trust
 * (RFC 4035, section 4.9.3).
 *
 * <p>An application may decide with a resolver of its own which hosts are reached, and at which
 * addresses. It is asked for every host that is a name, with every DANE setting of the account; the
 * platform and a proxy do not look the name up instead. A host without an address is not contacted.
 * A host that is written as an address is not looked up.
 *
 * <p>Names are absolute domain names in A-labels, with or without a trailing dot. Stages complete
 * within a bounded time and never exceptionally: a failure is an answer that is {@link
 * DnssecStatus#INDETERMINATE} or {@link DnssecStatus#BOGUS}. Implementations are thread-safe.
 *
 * <p>Mailclad has an implementation, which needs dnsjava:
 *
 * <pre>{@code
 * SecureResolver resolver = ValidatingResolver.ofSystem();
 * session.getProperties().put("mail.security.resolver", resolver);
 * }</pre>
 */
public interface SecureResolver {

  /** Returns the SRV records of a name such as {@code _imaps._tcp.example.org} (RFC 2782). */
  CompletionStage<Answer<SrvRecord>> srv(String name);

  /** Returns the TLSA records of a name such as {@code _993._tcp.imap.example.org} (RFC 6698). */
  CompletionStage<Answer<TlsaRecord>> tlsa(String name);

  /**
   * Returns the TXT records of a name, each with its strings joined, one character for each octet.
   * A resolver without such look-ups fails, so that no record counts as absent.
   */
  default CompletionStage<Answer<String>> txt(String name) {
    return CompletableFuture.completedFuture(
        Answer.failed(name, DnssecStatus.INDETERMINATE, "this resolver looks up no TXT records"));
  }

  /** Returns the IPv4 addresses of a host: its A records. */
  CompletionStage<Answer<InetAddress>> ipv4(String host);

  /** Returns the IPv6 addresses of a host: its AAAA records. */
  CompletionStage<Answer<InetAddress>> ipv6(String host);

  /**
   * Removes a name from the cache, so that the next look-up asks for it again. Does nothing if the
   * name is not cached.
   */
  default void forget(String name) {}
}
