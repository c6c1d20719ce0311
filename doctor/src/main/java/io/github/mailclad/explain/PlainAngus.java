package io.github.mailclad.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Angus Mail 2.0.5 does with a session's properties when Mailclad is not there. Angus reads
 * properties under the used protocol name only, and a boolean only if it is exactly {@code true} or
 * {@code false}.
 *
 * @param tls the start of TLS
 * @param trust the servers whose certificates are accepted
 * @param nameChecked whether the certificate has to name the server
 * @param port the port; 0 if the setting is not a number
 * @param unlimited the waits that have no limit: to connect, for an answer, to write
 */
public record PlainAngus(
    Tls tls, Trust trust, boolean nameChecked, int port, List<String> unlimited) {
  public PlainAngus {
    unlimited = List.copyOf(unlimited);
  }

  /** The start of TLS. */
  public enum Tls {
    /** With the first octet. */
    IMPLICIT("TLS from the first octet"),
    /** STARTTLS; without it the connection fails. */
    STARTTLS("STARTTLS, required"),
    /** STARTTLS if the server offers it; otherwise everything goes on in the clear. */
    STARTTLS_IF_OFFERED("STARTTLS only if the server offers it, otherwise cleartext"),
    /** TLS from the first octet; if that fails for any reason, a second connection without TLS. */
    IMPLICIT_OR_CLEARTEXT("TLS from the first octet; after any failure again, in cleartext"),
    /** No TLS. */
    NONE("no TLS: password and messages in cleartext");

    private final String words;

    Tls(String words) {
      this.words = words;
    }

    /** Returns the start in words for people. */
    public String words() {
      return words;
    }

    /** Returns whether nothing is ever sent without TLS. */
    public boolean isCertain() {
      return this == IMPLICIT || this == STARTTLS;
    }
  }

  /** The servers whose certificates are accepted. */
  public enum Trust {
    /** Those with a certificate of an authority that the Java platform trusts. */
    PLATFORM("an authority that Java trusts has to have issued the certificate"),
    /** Every server. */
    EVERY_SERVER("every certificate is accepted"),
    /** Every server that has one of the configured names. */
    NAMED_SERVERS("every certificate is accepted from the hosts in ssl.trust"),
    /** Only the configured socket factory knows. */
    OF_FACTORY("only the configured socket factory knows which certificates it accepts");

    private final String words;

    Trust(String words) {
      this.words = words;
    }

    /** Returns the rule in words for people. */
    public String words() {
      return words;
    }
  }

  /** The socket factory that changes nothing but the start of TLS. */
  static final String PLATFORM_FACTORY = "javax.net.ssl.SSLSocketFactory";

  /** Returns what Angus does with these properties. */
  static PlainAngus of(MailSession session) {
    boolean secureName = session.protocol().endsWith("s");
    boolean implicit = secureName || session.isTrue("ssl.enable");
    Optional<String> factory = session.get("socketFactory.class");
    Optional<String> tlsFactory =
        implicit || factory.isEmpty()
            ? session.get("ssl.socketFactory.class").or(() -> factory)
            : factory;
    Tls tls = implicit ? Tls.IMPLICIT : withoutImplicit(session, factory);
    return new PlainAngus(
        tls,
        trust(session, tls, implicit, tlsFactory),
        !session.isFalse("ssl.checkserveridentity"),
        port(session, implicit, tlsFactory),
        unlimited(session));
  }

  private static Tls withoutImplicit(MailSession session, Optional<String> factory) {
    if (factory.isPresent()) {
      return session.isFalse("socketFactory.fallback") ? Tls.IMPLICIT : Tls.IMPLICIT_OR_CLEARTEXT;
    }
    if (session.isTrue("starttls.required")) {
      return Tls.STARTTLS;
    }
    return session.isTrue("starttls.enable") ? Tls.STARTTLS_IF_OFFERED : Tls.NONE;
  }

  private static Trust trust(
      MailSession session, Tls tls, boolean implicit, Optional<String> factory) {
    // ssl.trust counts before a factory for implicit TLS, and after it otherwise
    boolean factoryConnects = !implicit && factory.isPresent();
    Optional<String> trusted = session.get("ssl.trust").filter(text -> !text.isBlank());
    if (trusted.isPresent() && !factoryConnects && tls != Tls.NONE) {
      return trusted.get().trim().equals("*") ? Trust.EVERY_SERVER : Trust.NAMED_SERVERS;
    }
    return factory.filter(name -> !name.equals(PLATFORM_FACTORY)).isPresent()
        ? Trust.OF_FACTORY
        : Trust.PLATFORM;
  }

  private static int port(MailSession session, boolean implicit, Optional<String> factory) {
    Optional<String> ofFactory =
        factory.isPresent()
            ? session.get("ssl.socketFactory.port").or(() -> session.get("socketFactory.port"))
            : Optional.empty();
    return ofFactory
        .or(() -> session.get("port"))
        .map(text -> text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0)
        .orElseGet(() -> defaultPort(session.protocol(), implicit));
  }

  /** Returns the port that Angus uses without a setting. */
  static int defaultPort(String protocol, boolean implicit) {
    if (protocol.startsWith("imap")) {
      return implicit ? 993 : 143;
    }
    if (protocol.startsWith("pop3")) {
      return implicit ? 995 : 110;
    }
    return implicit ? 465 : 25;
  }

  private static List<String> unlimited(MailSession session) {
    List<String> found = new ArrayList<>();
    for (String wait : List.of("connectiontimeout", "timeout", "writetimeout")) {
      if (session.get(wait).filter(text -> text.matches("0*[1-9]\\d{0,8}")).isEmpty()) {
        found.add(wait);
      }
    }
    return found;
  }

  /** Returns whether every connection has TLS with a verified server. */
  public boolean isSafe() {
    return tls.isCertain() && trust == Trust.PLATFORM && nameChecked;
  }
}
