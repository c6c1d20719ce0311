package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.spring.MailEntry;
import jakarta.mail.URLName;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The log line of an entry at start-up: its servers, and the requirements of its connections.
 *
 * @param entry the entry
 * @param login the login of the entry
 */
record StartUpLine(MailEntry entry, Login login) {
  private static final Log LOG = LogFactory.getLog(StartUpLine.class);

  /** Logs the line; as a warning if the entry is not secured. */
  void log() {
    String line =
        entry.services().entrySet().stream()
            .map(service -> describe(service.getKey(), service.getValue()))
            .collect(Collectors.joining("; ", entry.name() + ": ", ""));
    if (entry.services().values().stream().allMatch(this::isSecured)) {
      LOG.info(line);
    } else {
      LOG.warn(line);
    }
  }

  private boolean isSecured(URLName service) {
    return check(service) instanceof SettingsCheck.Valid valid
        && valid.policy().minimumLevel() != ConfidentialityLevel.NONE;
  }

  private SettingsCheck check(URLName service) {
    return SettingsCheck.withoutFiles(entry.session(), service.getProtocol());
  }

  /** The login of an entry. */
  enum Login {
    /** With credentials. */
    CONFIGURED,
    /** Mail is submitted without a login. */
    NONE
  }

  private String describe(MailProtocol protocol, URLName service) {
    if (!(check(service) instanceof SettingsCheck.Valid valid)) {
      return service.getProtocol() + ", refused because of its settings";
    }
    SecurityPolicy policy = valid.policy();
    TlsStart start = policy.tlsStart() == TlsStart.STARTTLS ? TlsStart.STARTTLS : TlsStart.IMPLICIT;
    MailService used = MailService.of(protocol, start);
    return used.srvLabel()
        + " "
        + place(service, used)
        + (start == TlsStart.STARTTLS ? " (STARTTLS)" : "")
        + ", "
        + level(policy)
        + (protocol == MailProtocol.SUBMISSION && login == Login.NONE ? ", without a login" : "");
  }

  private String place(URLName service, MailService used) {
    String host = service.getHost();
    if (host == null || host.isEmpty()) {
      return "at servers discovered by DNS";
    }
    String key = entry.session().getProperty("mail." + service.getProtocol() + ".port");
    int port = service.getPort() > 0 ? service.getPort() : used.defaultPort();
    return host + ":" + (service.getPort() <= 0 && key != null ? key : Integer.toString(port));
  }

  private String level(SecurityPolicy policy) {
    if (policy.minimumLevel() == ConfidentialityLevel.NONE) {
      return "not secured (minimum level none)";
    }
    if (policy.trust().accountPin() != null) {
      return "accepted certificate only, not confidential";
    }
    return "verified, " + trust(policy.trust().anchors());
  }

  private String trust(AnchorSource trust) {
    return entry.bundle() == null || !(trust instanceof AnchorSource.GivenAnchors)
        ? trust.toString()
        : "SSL bundle " + entry.bundle();
  }
}
