package io.github.mailclad.explain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting, or a missing one, that does not do what people expect of it.
 *
 * @param rule the kind of trap
 * @param key the session property that it is about
 * @param place the setting as it was written; null where the application sets it
 * @param effect what happens, in one sentence
 * @param remedy what to do
 */
public record Trap(
    Rule rule, String key, @Nullable WrittenSetting place, String effect, String remedy) {

  /** The kinds of traps. */
  public enum Rule {
    /** Nothing asks for TLS. */
    NO_TLS("no-tls", "Connections have no TLS", true),
    /** STARTTLS is used only where the server offers it, and an attacker removes the offer. */
    OPPORTUNISTIC_STARTTLS("opportunistic-starttls", "TLS can be prevented by an attacker", true),
    /** A failed connection is repeated without TLS. */
    CLEARTEXT_FALLBACK(
        "cleartext-fallback", "A failed TLS connection is repeated without TLS", true),
    /** Certificates are not verified. */
    TRUSTS_WITHOUT_PROOF("trusts-without-proof", "Certificates are not verified", true),
    /** The name of the server is not compared with the certificate. */
    NO_NAME_CHECK("no-name-check", "The certificate may belong to another server", true),
    /** A socket factory replaces the verified connection. */
    SOCKET_FACTORY("socket-factory", "A class of the application opens connections", true),
    /** Versions of TLS that are broken are asked for. */
    OLD_TLS("old-tls", "TLS 1.1 or older is asked for", true),
    /** The implicit TLS of one port is asked for on the STARTTLS port, or the reverse. */
    WRONG_PORT("wrong-port", "The port and the start of TLS do not fit", true),
    /** The log has passwords. */
    SECRETS_IN_LOG("secrets-in-log", "Passwords are logged", true),
    /** Mailclad refuses the setting, for a reason that no other rule has. */
    REFUSED_SETTING("refused-setting", "Mailclad refuses a setting", true),
    /** The settings are safe, and Mailclad needs one more: it does not guess STARTTLS. */
    TLS_START("tls-start", "Mailclad needs the start of TLS", false),
    /** Angus does not read the property, because the session uses another protocol name. */
    WRONG_PREFIX("wrong-prefix", "A setting is under another protocol name", false),
    /** A server that does not answer stops the application for ever. */
    NO_TIMEOUT("no-timeout", "A silent server is waited for without limit", false);

    private final String id;
    private final String title;
    private final boolean failing;

    Rule(String id, String title, boolean failing) {
      this.id = id;
      this.title = title;
      this.failing = failing;
    }

    /** Returns the stable identifier. */
    public String id() {
      return id;
    }

    /** Returns the rule in a few words. */
    public String title() {
      return title;
    }

    /** Returns whether it is about the start of TLS. */
    boolean isAboutStart() {
      return this == NO_TLS
          || this == OPPORTUNISTIC_STARTTLS
          || this == CLEARTEXT_FALLBACK
          || this == WRONG_PORT;
    }

    /** Returns whether the trap makes a configuration unsafe or unusable; others are advice. */
    public boolean isFailing() {
      return failing;
    }
  }

  /** Returns the place in the form {@code file:line}; empty where the application sets it. */
  public Optional<String> where() {
    return Optional.ofNullable(place).map(p -> p.file() + ":" + p.line());
  }
}
