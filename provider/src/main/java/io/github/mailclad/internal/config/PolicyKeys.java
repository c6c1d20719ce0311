package io.github.mailclad.internal.config;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the policy as an object, the profile, the least that a connection has, and the
 * start of TLS.
 */
public final class PolicyKeys {
  private static final String STORED = "stored";

  private PolicyKeys() {}

  /** The requirements that apply where no other setting decides. */
  enum Profile {
    RFC8314,
    MODERN_DRY_RUN,
    MODERN
  }

  public static final Key<SecurityPolicy> POLICY =
      Key.of(
          "policy",
          Parser.object(SecurityPolicy.class),
          "an object",
          "An `io.github.mailclad.SecurityPolicy`, made by `SecurityPolicy.builder()`, in place of single settings.",
          "It decides `minimum-level`, `oldest-tls`, `key-exchange`, `tls-provider`, `trust-anchors`, `pins`, `account-pin`, `tls12-safeguards`, the two timeouts and `revocation`. None of them may stand beside it.",
          "`tls-start`, `dane` and `client-certificate` may stand beside a policy that leaves them open.",
          "`account-pin=stored` may stand beside a policy that requires an authenticated server.",
          "A minimum level below that counts under the used protocol name only. As `mail.security.policy` it is refused.");

  public static final Key<Profile> PROFILE =
      Key.ofWord(
          "profile",
          List.of(Profile.values()),
          Profile.RFC8314,
          "The least that an account requires.",
          "`rfc8314`: the defaults of the other settings, which RFC 8314 asks for: TLS 1.2 and newer.",
          "`modern`: only TLS 1.3 (RFC 9846; RFC 9851 admits no new features to TLS 1.2), and only verified servers. A setting or `policy` that asks for less is refused; one that asks for more counts.",
          "`modern-dry-run`: as `rfc8314`. For each connection that `modern` would refuse, `listener` gets the event `profile-would-refuse`; the log names each such server once. Nothing else changes.");

  public static final Key<ConfidentialityLevel> MINIMUM_LEVEL =
      Key.ofWord(
              "minimum-level",
              List.of(
                  ConfidentialityLevel.AUTHENTICATED,
                  ConfidentialityLevel.ENCRYPTED,
                  ConfidentialityLevel.NONE),
              ConfidentialityLevel.AUTHENTICATED,
              "The minimum confidentiality level of a connection.",
              "`authenticated`: TLS with a verified server.",
              "`encrypted`: TLS with the one server whose certificate was accepted in `account-pin`. It is not confidential.",
              "`none`: no guarantee for the protocol name under which it is set. Angus connects by itself, with STARTTLS where the server offers it. Every connection logs a warning.",
              "The last two are read under the used protocol name only, never from `mail.security.` or another name.")
          .inPolicy();

  public static final Key<Optional<AccountPin>> ACCOUNT_PIN =
      Key.of(
              "account-pin",
              Parser.text(PolicyKeys::accountPin),
              "certificate-sha256/Base64, key-sha256/Base64, or stored",
              "The one certificate, or public key, that a person accepted for this account (RFC 8314, section 5.4).",
              "It may have expired, name another server, or have an issuer that is not trusted.",
              "`certificate-sha256/`: the certificate itself. A renewed one has to be accepted anew.",
              "`key-sha256/`: its public key, in the form of `pins`. A renewed certificate with the same key is accepted, too.",
              "It needs `minimum-level=encrypted` under the same protocol name, and reaches no higher level.",
              "`stored`: the certificate that was accepted for this account, service, host and port during its set-up, as `account-store` keeps it. Without one, the level is `authenticated`.")
          .quoted()
          .inPolicy()
          .needingMinimum();

  public static final Key<TlsStart> TLS_START =
      Key.ofWord(
              "tls-start",
              List.of(TlsStart.values()),
              TlsStart.IMPLICIT,
              "The start of TLS on a connection.",
              "`implicit`: with the first octet. Ports 25, 110, 143 and 587 are refused.",
              "`starttls`: by STARTTLS, which is always required, never opportunistic.")
          .inPolicyWithTlsStart()
          .needingMinimum();

  static final List<Key<?>> ALL = List.of(POLICY, PROFILE, MINIMUM_LEVEL, ACCOUNT_PIN, TLS_START);

  static Optional<AccountPin> accountPin(String text) {
    return text.equalsIgnoreCase(STORED) ? Optional.empty() : Optional.of(AccountPin.parse(text));
  }
}
