package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.takeover.SettingsCheck;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** The log line of an entry at start-up: its servers, and what its connections require. */
final class StartUpLine {
  private static final Log LOG = LogFactory.getLog(StartUpLine.class);

  private StartUpLine() {}

  /** Logs the line of an entry; as a warning if it is not secured. */
  static void log(MailEntry entry, Login login) {
    String line =
        entry.services().entrySet().stream()
            .map(service -> describe(entry, service.getKey(), service.getValue(), login))
            .collect(Collectors.joining("; ", entry.name() + ": ", ""));
    boolean isSecured =
        entry.services().values().stream().allMatch(service -> isSecured(entry.session(), service));
    if (!isSecured) {
      LOG.warn(line);
    } else {
      LOG.info(line);
    }
  }

  private static boolean isSecured(Session session, URLName service) {
    return SettingsCheck.withoutFiles(session, service.getProtocol())
            instanceof SettingsCheck.Sound sound
        && sound.policy().minimumLevel() != ConfidentialityLevel.NONE;
  }

  /** Whether an entry logs in. */
  enum Login {
    /** With credentials. */
    CONFIGURED,
    /** Mail is submitted without a login. */
    NONE
  }

  private static String describe(
      MailEntry entry, MailProtocol protocol, URLName service, Login login) {
    if (!(SettingsCheck.withoutFiles(entry.session(), service.getProtocol())
        instanceof SettingsCheck.Sound sound)) {
      return service.getProtocol() + ", settings that every connection is refused for";
    }
    SecurityPolicy policy = sound.policy();
    TlsStart start = policy.tlsStart() == TlsStart.STARTTLS ? TlsStart.STARTTLS : TlsStart.IMPLICIT;
    MailService used = MailService.of(protocol, start);
    return used.srvLabel()
        + " "
        + place(entry, service, used)
        + (start == TlsStart.STARTTLS ? " (STARTTLS)" : "")
        + ", "
        + level(policy, entry)
        + (protocol == MailProtocol.SUBMISSION && login == Login.NONE ? ", without a login" : "");
  }

  private static String place(MailEntry entry, URLName service, MailService kind) {
    String host = service.getHost();
    if (host == null || host.isEmpty()) {
      return "of the servers that the domain of the address names";
    }
    String key = entry.session().getProperty("mail." + service.getProtocol() + ".port");
    int port = service.getPort() > 0 ? service.getPort() : kind.defaultPort();
    return host + ":" + (service.getPort() <= 0 && key != null ? key : Integer.toString(port));
  }

  private static String level(SecurityPolicy policy, MailEntry entry) {
    if (policy.minimumLevel() == ConfidentialityLevel.NONE) {
      return "not secured (minimum level none)";
    }
    if (policy.trust().accountPin() != null) {
      return "the accepted certificate alone, not confidential";
    }
    return "verified, " + trust(policy.trust().anchors(), entry);
  }

  private static String trust(AnchorSource trust, MailEntry entry) {
    return entry.bundle() == null || !(trust instanceof AnchorSource.GivenAnchors)
        ? trust.toString()
        : "SSL bundle " + entry.bundle();
  }
}
