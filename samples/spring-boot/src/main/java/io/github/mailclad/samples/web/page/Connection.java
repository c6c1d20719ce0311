package io.github.mailclad.samples.web.page;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Minimum;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TrustEvidence;
import java.util.Set;

/**
 * The security of a connection, in words for a page.
 *
 * @param purpose its purpose
 * @param server the server
 * @param lock its lock
 * @param proof the proof of the server's identity
 */
public record Connection(String purpose, String server, Lock lock, String proof) {
  private static final int LONGEST_NAME = 200;
  private static final Minimum MINIMUM = new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of());

  /** Returns the words for a connection. */
  public static Connection of(ConnectionSecurity security) {
    return new Connection(
        purpose(security.service()),
        security.endpoint().toString(),
        Lock.of(SecurityIndicator.of(security, MINIMUM)),
        proof(security));
  }

  /** Returns the purpose of a service. */
  public static String purpose(MailService service) {
    return switch (service.protocol()) {
      case IMAP -> "To read mail (IMAP)";
      case POP3 -> "To read mail (POP3)";
      case SUBMISSION -> "To send mail";
    };
  }

  private static String proof(ConnectionSecurity security) {
    if (security instanceof ConnectionSecurity.Authenticated a) {
      return "%s. The server proved that it is %s, with %s."
          .formatted(
              a.tls().version().jsseName(),
              a.matched() == null ? a.endpoint().host().text() : a.matched(),
              authority(a.evidence()));
    }
    if (security instanceof ConnectionSecurity.Pinned p) {
      return "%s. The certificate does not prove the server's identity; you accepted it."
          .formatted(p.tls().version().jsseName());
    }
    if (security instanceof ConnectionSecurity.Unauthenticated u) {
      return "%s. The server did not prove its identity: %s."
          .formatted(u.tls().version().jsseName(), u.why().summary());
    }
    return "The connection counts as unprotected.";
  }

  private static String authority(TrustEvidence evidence) {
    if (evidence instanceof TrustEvidence.Pkix path) {
      String authority = path.anchor().getSubjectX500Principal().getName();
      return "a certificate under " + PlainText.line(authority, LONGEST_NAME);
    }
    return "records of its domain (DANE)";
  }
}
