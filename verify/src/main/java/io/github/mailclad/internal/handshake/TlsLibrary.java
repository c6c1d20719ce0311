package io.github.mailclad.internal.handshake;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of TLS that is present in this JVM. It is not registered as a security
 * provider: it serves Mailclad's connections only. Thread-safe.
 */
public interface TlsLibrary {
  /** The label of the keying material for {@code tls-exporter} (RFC 9266, section 4.2). */
  String BINDING_LABEL = "EXPORTER-Channel-Binding";

  /** The length of that keying material. */
  int BINDING_OCTETS = 32;

  /** Returns a new context, which is not initialised yet. */
  SSLContext context();

  /** Returns the groups that the library enables; empty if it does not list them. */
  List<String> groups();

  /** Returns whether the library enables a group that an account accepts. */
  default boolean hasGroupFor(KeyExchange accepted) {
    for (String group : groups()) {
      if (accepted.accepts(group)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sets the contents of the ClientHello of a socket.
   *
   * @param hello versions, suites, server names and constraints
   * @param groups the groups, the preferred one first
   */
  void offer(SSLSocket socket, SSLParameters hello, List<String> groups);

  /** Returns the decrypted octets. A connection without a close_notify at its end just ends. */
  default InputStream input(SSLSocket socket) throws IOException {
    return socket.getInputStream();
  }

  /**
   * Returns the stapled OCSP responses of a handshake, one for each certificate. Call it on the
   * thread that asks the trust manager, while it does.
   */
  default List<byte[]> staples(SSLSession session) {
    return session instanceof ExtendedSSLSession extended
        ? extended.getStatusResponses()
        : List.of();
  }

  /** Returns whether a resumed session has the stapled responses of its first handshake. */
  default boolean keepsStaples() {
    return true;
  }

  /** Returns whether a resumed session has the client certificate of its first handshake. */
  default boolean keepsClientCertificate() {
    return true;
  }

  /** Returns the number of octets of the server that are needed to judge a handshake. */
  default int firstOctets() {
    return 512;
  }

  /**
   * Returns a weakness of a complete handshake that the library accepts; empty for none.
   *
   * @param firstOctets the first octets that the server sent, from the first octet of TLS
   */
  default Optional<String> weakness(TlsVersion version, Handshake kind, byte[] firstOctets) {
    return Optional.empty();
  }

  /**
   * Returns the source of the data of {@code tls-exporter} (RFC 9266) of a connection; null if the
   * library cannot export keying material. Call this on the thread of the handshake, right after
   * it; the source may be asked later, from any thread.
   *
   * @param socket a connection of TLS 1.3
   */
  @Nullable Supplier<Optional<byte[]>> exporter(SSLSocket socket);
}
