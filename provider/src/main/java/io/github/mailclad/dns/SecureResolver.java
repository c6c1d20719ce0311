package io.github.mailclad.dns;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * Looks names up and tells how far DNSSEC vouches for what it found. Who implements it answers for
 * the status: {@link DnssecStatus#SECURE} is for what was validated from a trust anchor, by itself
 * or by somebody whom it has reason to believe (RFC 4035, section 4.9.3), and for nothing else.
 *
 * <p>An application may decide with a resolver of its own which hosts are reached, and at which
 * addresses. It is asked for every host that is a name, whatever the account makes of DANE; the
 * platform and a proxy are not asked instead. A host without an address is not contacted. A host
 * that is written as an address is not looked up.
 *
 * <p>Names are absolute domain names in A-labels, with or without a trailing dot. Stages complete
 * within a bounded time and never exceptionally: what went wrong is an answer that is {@link
 * DnssecStatus#INDETERMINATE} or {@link DnssecStatus#BOGUS}. Implementations are thread-safe.
 */
public interface SecureResolver {

  /** The SRV records of a name such as {@code _imaps._tcp.example.org} (RFC 2782). */
  CompletionStage<Answer<SrvRecord>> srv(String name);

  /** The TLSA records of a name such as {@code _993._tcp.imap.example.org} (RFC 6698). */
  CompletionStage<Answer<TlsaRecord>> tlsa(String name);

  /** The IPv4 addresses of a host: its A records. */
  CompletionStage<Answer<InetAddress>> ipv4(String host);

  /** The IPv6 addresses of a host: its AAAA records. */
  CompletionStage<Answer<InetAddress>> ipv6(String host);

  /**
   * Forgets what is remembered of a name, so that it is asked for anew the next time. Does nothing
   * where nothing is remembered.
   */
  default void forget(String name) {}
}
