package io.github.mailclad.setup;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * A risk that a person has to know and to agree to before it is taken. A program shows {@link
 * #text()} and asks {@link #prompt()}, or has texts of its own for {@link #key()}, for example in
 * another language.
 */
public sealed interface Warning {

  /** Returns the login name of the account. */
  String account();

  /** Returns the text for people; it names the risk, and asks nothing. */
  String text();

  /**
   * Returns the question to ask after the text, for example {@code Accept this certificate
   * yourself?}. Yes means to take the risk.
   */
  String prompt();

  /** Returns the arguments of the text, in its order, for texts in other languages. */
  List<String> arguments();

  /** Returns the name of the text, for example {@code minimum-disabled}. */
  default String key() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the key and number of the text, for example {@code minimum-disabled/1}; this value is
   * stored.
   */
  default String version() {
    return key() + "/1";
  }

  /** The account is to have no minimum confidentiality level (RFC 8314, section 5.2). */
  record MinimumDisabled(String account, Cause cause) implements Warning {
    /** The reason why an account can have no minimum. */
    public enum Cause {
      /** Its servers have no TLS, or no account needs it. */
      NO_TLS,
      /** Its servers cannot prove their identity, and a person accepts their certificates. */
      CERTIFICATE
    }

    @Override
    public String key() {
      return cause == Cause.NO_TLS ? "minimum-disabled" : "minimum-disabled-for-certificate";
    }

    @Override
    public String text() {
      return (cause == Cause.NO_TLS
              ? "%s will be used without a minimum confidentiality level. Its passwords and messages are not private:"
                  + " others on the network are likely to read them, and can change them."
              : "%s will be used with servers that cannot prove their identity. Its connections are encrypted, but"
                  + " its passwords and messages do not count as private: if a certificate is not your provider's,"
                  + " its owner can read and change them.")
          .formatted(account);
    }

    @Override
    public String prompt() {
      return cause == Cause.NO_TLS
          ? "Use the account without a minimum confidentiality level?"
          : "Use servers that cannot prove their identity?";
    }

    @Override
    public List<String> arguments() {
      return List.of(account);
    }
  }

  /** A server is to be used without TLS (RFC 8314, section 5.1). */
  record CleartextConfiguration(String account, MailService service, Endpoint endpoint)
      implements Warning {
    @Override
    public String text() {
      return ("The connection of %s to %s will not be encrypted. Others are likely to intercept and read all"
              + " traffic, including the password and the messages.")
          .formatted(account, endpoint);
    }

    @Override
    public String prompt() {
      return "Use this server without encryption?";
    }

    @Override
    public List<String> arguments() {
      return List.of(account, endpoint.toString());
    }
  }

  /** The password is to be tried on a connection below the minimum (RFC 8314, section 5.1). */
  record CleartextTest(String account, MailService service, Endpoint endpoint) implements Warning {
    @Override
    public String text() {
      return ("To test the account, the password of %s will be sent to %s now without protection. It is likely to"
              + " be intercepted, and anyone who reads it can use the account.")
          .formatted(account, endpoint);
    }

    @Override
    public String prompt() {
      return "Send your password where others can read it?";
    }

    @Override
    public List<String> arguments() {
      return List.of(account, endpoint.toString());
    }
  }

  /** Servers are in another domain than the account's, and DNSSEC does not secure the records. */
  record TargetOutsideDomain(String account, TargetQuestion question) implements Warning {
    @Override
    public String text() {
      return ("%s, the domain of %s, names servers in another domain, without a signature: %s. If these are not your"
              + " provider's servers, an attacker changed the answer and is likely to intercept your password and"
              + " your mail.")
          .formatted(question.domain(), account, String.join(", ", question.targets()));
    }

    @Override
    public String prompt() {
      return "Are these your provider's servers?";
    }

    @Override
    public List<String> arguments() {
      return List.of(question.domain(), account, String.join(", ", question.targets()));
    }
  }

  /** A certificate that proves no identity is to be accepted (RFC 8314, section 5.4). */
  record PinRisk(
      String account,
      MailService service,
      Endpoint endpoint,
      CertificateSummary certificate,
      Refusal refusal)
      implements Warning {
    @Override
    public String text() {
      return ("%s cannot prove that it is your provider's server: %s. An attacker in between would get the password"
              + " of %s and could read all its traffic from now on. First compare the certificate's SHA-256"
              + " fingerprint with your provider: %s. The account will not count as confidential.")
          .formatted(endpoint, refusal.summary(), account, certificate.sha256());
    }

    @Override
    public String prompt() {
      return "Accept this certificate yourself?";
    }

    @Override
    public List<String> arguments() {
      return List.of(endpoint.toString(), refusal.summary(), account, certificate.sha256());
    }
  }
}
