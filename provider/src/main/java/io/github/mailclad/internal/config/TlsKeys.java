package io.github.mailclad.internal.config;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.Timeouts;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The settings of the TLS that is offered and required. */
public final class TlsKeys {
  private TlsKeys() {}

  /** The use of the safeguards of TLS 1.2. */
  enum Safeguards {
    REPORT(Set.of()),
    REQUIRED(EnumSet.allOf(TlsSafeguard.class));

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    final Set<TlsSafeguard> required;

    Safeguards(Set<TlsSafeguard> required) {
      this.required = Set.copyOf(required);
    }
  }

  public static final Key<TlsVersion> OLDEST_TLS =
      Key.of(
              "oldest-tls",
              Parser.text(text -> TlsVersion.of(text).orElseThrow(IllegalArgumentException::new)),
              "TLSv1.2, TLSv1.3",
              "The oldest TLS version that is offered.",
              "TLS 1.1 and older versions are never offered.")
          .byDefault(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2.jsseName())
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<KeyExchange> KEY_EXCHANGE =
      Key.ofWord(
              "key-exchange",
              List.of(KeyExchange.values()),
              TlsRules.defaults().keyExchange(),
              "The key exchanges that are accepted.",
              "`any`: every forward-secret one. A post-quantum one is preferred where the Java platform enables it.",
              "`post-quantum`: only X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024 and ML-KEM alone, which a quantum computer does not undo later. Only TLS 1.3 is offered then, regardless of `oldest-tls`.",
              "The TLS of the Java platform has none before Java 27. `tls-provider` names others that do; `bctls` is used without being named if its jars are there.",
              "Without any of them, every connection is refused: from Java 20 on before it is opened, with an earlier Java after the handshake.",
              "It holds for token servers and servers of configuration files, too, which are always reached by the TLS of the Java platform.")
          .inPolicy()
          .needingMinimum();

  public static final Key<TlsProvider> TLS_PROVIDER =
      Key.of(
              "tls-provider",
              Parser.word(List.of(TlsProvider.values())),
              "platform, bctls, conscrypt",
              "The implementation of TLS. Requirements, verdicts and refusals are the same with each of them.",
              "`platform`: the TLS of the Java platform.",
              "`bctls`: the TLS of Bouncy Castle, `org.bouncycastle:bctls-jdk18on` 1.84. It has X25519MLKEM768 with every Java version, and resumes no TLS 1.3 session.",
              "`conscrypt`: `org.conscrypt:conscrypt-openjdk-uber` 2.9.0, a native library. It has X25519MLKEM768 and needs the least CPU.",
              "The application adds the jars. No security provider is registered. Jars that are missing or cannot be used are a refusal, and no other implementation takes their place.")
          .byDefault(
              "platform; bctls where key-exchange=post-quantum, the platform has none, and the jars are there")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<Safeguards> TLS12_SAFEGUARDS =
      Key.ofWord(
              "tls12-safeguards",
              List.of(Safeguards.values()),
              Safeguards.REPORT,
              "The use of the safeguards of TLS 1.2: secure renegotiation (RFC 5746) and extended master secret (RFC 7627).",
              "`report`: `ConnectionSecurity` names those that a server lacks.",
              "`required`: a TLS 1.2 server that lacks one is refused.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Duration> HANDSHAKE_TIMEOUT =
      Key.ofMillis(
              "handshake-timeout",
              600_000,
              Timeouts.defaults().handshake(),
              "The total time from the first octet of TLS to the verdict.",
              "It applies even while the server sends data.")
          .inPolicy();

  static final List<Key<?>> ALL =
      List.of(OLDEST_TLS, KEY_EXCHANGE, TLS_PROVIDER, TLS12_SAFEGUARDS, HANDSHAKE_TIMEOUT);
}
