package io.github.mailclad.audit;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.RefusalText;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The verdict of the provider that serves a session, from a connection without a login. */
final class ProviderVerdict {
  private ProviderVerdict() {}

  /** Returns the properties of the session, with the server that they connect to. */
  static Properties at(Properties properties, MailService service, Host host, int port) {
    Properties all = (Properties) properties.clone();
    String prefix = "mail." + service.srvLabel();
    all.setProperty(prefix + ".host", host.text());
    all.setProperty(prefix + ".port", Integer.toString(port));
    all.setProperty(
        prefix + ".security.tls-start", service.tlsStart().name().toLowerCase(Locale.ROOT));
    return all;
  }

  /** Adds the verdict about one server, and returns its status. */
  static Status add(
      Properties properties, MailService service, ServerAddress server, FindingList findings) {
    Probe probe = probe(Session.getInstance(properties), service);
    if (probe instanceof Probe.Reached reached) {
      accepted(reached.security(), server, findings);
      return Status.PASS;
    }
    if (probe instanceof Probe.Refused refused) {
      findings.add(
          refused(
              Catalogue.CONNECT_VERDICT,
              Status.FAIL,
              server,
              refused.refusal().code(),
              refused.text()));
      return Status.FAIL;
    }
    findings.add(
        Catalogue.CONNECT_VERDICT,
        Status.ERROR,
        server,
        "not reached: " + ((Probe.Unreachable) probe).problem());
    return Status.ERROR;
  }

  /** Returns the finding of a refusal, with its details and its remedy. */
  static Finding refused(
      Check check, Status status, ServerAddress server, String code, RefusalText text) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("code", code);
    List<String> details = text.details();
    for (int i = 0; i < details.size(); i++) {
      evidence.put("detail " + (i + 1), details.get(i).strip());
    }
    evidence.put("remedy", text.remedy());
    return new Finding(check, status, server, "refused: " + text.summary(), evidence);
  }

  /** Returns the store or the transport of a session for a service. */
  static Service served(Session session, MailService service) throws MessagingException {
    return service.protocol() == MailProtocol.SUBMISSION
        ? session.getTransport(service.srvLabel())
        : session.getStore(service.srvLabel());
  }

  private static Probe probe(Session session, MailService service) {
    try {
      Object served = served(session, service);
      return served instanceof SecuredService secured
          ? secured.probe()
          : new Probe.Unreachable("Mailclad does not serve " + service.srvLabel());
    } catch (MessagingException e) {
      return new Probe.Unreachable(String.valueOf(e.getMessage()));
    }
  }

  private static void accepted(
      ConnectionSecurity security, ServerAddress server, FindingList findings) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("level", security.level().name());
    NegotiatedTls tls = security.tls();
    if (tls != null) {
      evidence.put("tls", tls.toString());
    }
    TrustEvidence why = security.evidence();
    if (why != null) {
      evidence.put("evidence", why.toString());
      path(why).forEach(evidence::put);
    }
    findings.add(
        Catalogue.CONNECT_VERDICT,
        Status.PASS,
        server,
        "Mailclad connects: " + security.level().name().toLowerCase(Locale.ROOT));
    findings.add(Catalogue.CONNECT_EVIDENCE, Status.INFO, server, identity(security), evidence);
  }

  private static String identity(ConnectionSecurity security) {
    return security.matched() == null
        ? "the TLSA record names the server, so no name in the certificate counts"
        : "the certificate matched " + security.matched();
  }

  private static Map<String, String> path(TrustEvidence evidence) {
    List<X509Certificate> path = new ArrayList<>();
    @Nullable X509Certificate anchor = null;
    if (evidence instanceof TrustEvidence.Pkix pkix) {
      path.addAll(pkix.path());
      anchor = pkix.anchor();
    } else if (evidence instanceof TrustEvidence.Dane dane) {
      path.addAll(dane.path());
      anchor = dane.anchor();
    }
    Map<String, String> tree = new LinkedHashMap<>();
    if (anchor != null) {
      tree.put("anchor", Escaped.text(anchor.getSubjectX500Principal().getName()));
    }
    tree.putAll(tree(path));
    return tree;
  }

  /** Returns the certificates from the last one down to the server's own. */
  static Map<String, String> tree(List<X509Certificate> chain) {
    Map<String, String> tree = new LinkedHashMap<>();
    for (int i = Math.min(chain.size(), 10) - 1; i >= 0; i--) {
      CertificateSummary summary = CertificateSummary.of(chain.get(i), i);
      tree.put(
          i == 0 ? "server" : "authority " + i,
          summary.subject()
              + ", "
              + summary.key()
              + ", until "
              + summary.notAfter()
              + ", SHA-256 "
              + summary.sha256().substring(0, 16)
              + "..");
    }
    return tree;
  }
}
