package io.github.mailclad.setup;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.discovery.TargetConfirmation.Question;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * Something that a person has to know and to agree to before it is done. {@link #text()} is what to
 * show; a program that shows something else in another language finds its own text by {@link
 * #key()}, and says the same.
 */
public sealed interface Warning {

  /** The account, by the name with which it logs in. */
  String account();

  /** What it is about, in words for people: it names the risk, and asks nothing. */
  String text();

  /** What the text is about, in its order, for texts in other languages. */
  List<String> arguments();

  /** The name of the text, for example {@code minimum-disabled}. */
  default String key() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Key and number of the text, for example {@code minimum-disabled/1}; what is remembered. */
  default String version() {
    return key() + "/1";
  }

  /** The account is to have no minimum confidentiality level (RFC 8314, section 5.2). */
  record MinimumDisabled(String account) implements Warning {
    @Override
    public String text() {
      return ("%s will be used without a minimum of confidentiality. Neither its passwords nor its messages are"
              + " private then: they are likely to be read, and can be changed, by others on the way.")
          .formatted(account);
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
      return ("The connection of %s to %s will not be encrypted. All traffic, the password and the messages"
              + " included, is likely to be intercepted and read by others.")
          .formatted(account, endpoint);
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
              + " be intercepted: whoever reads it has the account.")
          .formatted(account, endpoint);
    }

    @Override
    public List<String> arguments() {
      return List.of(account, endpoint.toString());
    }
  }

  /** Servers are in another domain than the account's, and nobody signed for them. */
  record TargetOutsideDomain(String account, Question question) implements Warning {
    @Override
    public String text() {
      return ("The domain %s of %s names servers for which it does not vouch: %s. If they are not your provider's,"
              + " somebody has changed the answer, and your password and your mail are likely to be intercepted.")
          .formatted(question.domain(), account, String.join(", ", question.targets()));
    }

    @Override
    public List<String> arguments() {
      return List.of(question.domain(), account, String.join(", ", question.targets()));
    }
  }

  /** A certificate for which nobody vouches is to be accepted (RFC 8314, section 5.4). */
  record PinRisk(
      String account,
      MailService service,
      Endpoint endpoint,
      CertificateSummary certificate,
      Refusal refusal)
      implements Warning {
    @Override
    public String text() {
      return ("%s cannot prove that it is your provider's server: %s. If somebody is in between now, that one gets"
              + " the password of %s and can read all its traffic from now on. Compare the certificate's SHA-256"
              + " fingerprint with your provider first: %s. The account will not count as confidential.")
          .formatted(endpoint, refusal.summary(), account, certificate.sha256());
    }

    @Override
    public List<String> arguments() {
      return List.of(endpoint.toString(), refusal.summary(), account, certificate.sha256());
    }
  }
}
