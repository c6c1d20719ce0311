package io.github.mailclad.spring.actuate;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.Pin;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.SettingNames;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.observe.ConnectionEvent;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.github.mailclad.spring.observe.ConnectionRefused;
import io.github.mailclad.spring.observe.ConnectionSecured;
import io.github.mailclad.spring.observe.KnownService;
import jakarta.mail.URLName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the report of an entry from its settings and the journal; connects to nothing. */
final class EntryReports {
  private final ConnectionJournal journal;
  private final Clock clock;

  EntryReports(ConnectionJournal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Returns the line of an entry. */
  MailOverview.Entry lineOf(MailEntry entry) {
    return new MailOverview.Entry(
        entry.name(),
        word(entry.kind()),
        entry.services().entrySet().stream()
            .map(
                service ->
                    lineOf(
                        entry, service.getValue(), journal.service(entry.name(), service.getKey())))
            .toList());
  }

  private MailOverview.ServiceLine lineOf(MailEntry entry, URLName url, KnownService known) {
    return new MailOverview.ServiceLine(
        url.getProtocol(),
        known.last().map(last -> last.endpoint().toString()).orElseGet(() -> configured(url)),
        state(entry, url, known),
        known
            .secured()
            .flatMap(this::certificate)
            .map(MailReport.Certificate::daysLeft)
            .orElse(null));
  }

  private static @Nullable String configured(URLName url) {
    String host = orNull(url.getHost());
    return host == null || url.getPort() <= 0 ? host : host + ":" + url.getPort();
  }

  private static String state(MailEntry entry, URLName url, KnownService known) {
    if (SettingsCheck.withoutFiles(entry.session(), url.getProtocol())
        instanceof SettingsCheck.Invalid invalid) {
      return invalid.text().code();
    }
    return known.last().map(EntryReports::state).orElse("unknown");
  }

  private static String state(ConnectionEvent event) {
    if (event instanceof ConnectionRefused refused) {
      return refused.refusal().code();
    }
    ConfidentialityLevel level = ((ConnectionSecured) event).security().level();
    return level == ConfidentialityLevel.AUTHENTICATED ? "verified" : word(level);
  }

  /** Returns the full report of an entry. */
  MailReport of(MailEntry entry) {
    ProviderCheck check = ProviderCheck.of(entry.session());
    return new MailReport(
        entry.name(),
        word(entry.kind()),
        orNull(entry.user()),
        indicator(journal.indicator(entry)),
        entry.services().entrySet().stream()
            .map(
                service ->
                    service(
                        entry, service.getValue(), journal.service(entry.name(), service.getKey())))
            .toList(),
        check.providers().stream()
            .map(w -> new MailReport.Provider(w.protocol(), w.className() + " in " + w.jar()))
            .toList(),
        check.warnings());
  }

  private MailReport.Service service(MailEntry entry, URLName url, KnownService known) {
    SettingsCheck settings = SettingsCheck.withoutFiles(entry.session(), url.getProtocol());
    return new MailReport.Service(
        url.getProtocol(),
        orNull(url.getHost()),
        url.getPort() > 0 ? url.getPort() : null,
        indicator(known.indicator()),
        settings instanceof SettingsCheck.Valid valid ? policy(valid, entry) : null,
        settings instanceof SettingsCheck.Invalid invalid
            ? refused(null, null, invalid.text())
            : null,
        known.secured().map(EntryReports::connection).orElse(null),
        known
            .refused()
            .map(r -> refused(r.at(), r.endpoint().toString(), text(r.refusal(), entry, url)))
            .orElse(null),
        known.secured().flatMap(this::certificate).orElse(null),
        known.objection() == null
            ? null
            : new MailReport.Objections(
                known.objections(),
                refused(
                    null,
                    known.objection().endpoint().toString(),
                    text(known.objection().refusal(), entry, url))));
  }

  private static MailReport.Indicator indicator(SecurityIndicator shown) {
    return new MailReport.Indicator(shown.code(), shown.text());
  }

  private static MailReport.Policy policy(SettingsCheck.Valid valid, MailEntry entry) {
    SecurityPolicy policy = valid.policy();
    ClientIdentity identity = policy.clientIdentity();
    return new MailReport.Policy(
        word(policy.minimumLevel()),
        policy.tlsStart() == TlsStart.STARTTLS ? "STARTTLS, always required" : "implicit TLS",
        policy.tls().versions().stream().sorted().map(TlsVersion::jsseName).toList(),
        policy.tls().cipherSuites(),
        trust(policy.trust().anchors(), entry),
        policy.trust().pins().stream().map(Pin::toString).sorted().toList(),
        policy.trust().accountPin() == null ? null : policy.trust().accountPin().toString(),
        dane(policy.trust().dane()),
        revocation(policy.trust().revocation()),
        policy.tls().keyExchange() == KeyExchange.ANY
            ? "any, forward secret"
            : "post-quantum only, over TLS 1.3",
        identity == null ? null : "for " + identity.binding().host(),
        seconds(policy.timeouts().handshake()),
        seconds(policy.timeouts().login()),
        valid.notes());
  }

  private static String dane(@Nullable DanePolicy dane) {
    if (dane == null) {
      return "prefer where servers are discovered or a resolver is configured, else off";
    }
    return switch (dane.mode()) {
      case OFF -> "off: TLSA records are not looked up";
      case PREFER -> "prefer: usable TLSA records decide; without them the trust anchors";
      case REQUIRE -> "require: servers without usable TLSA records are refused";
      case AUDIT_ONLY -> "audit-only: TLSA records are reported, the trust anchors decide";
    };
  }

  private static String revocation(RevocationPolicy policy) {
    String requirement =
        policy.requirement() == RevocationPolicy.Requirement.HARD
            ? "hard: every certificate needs a good answer"
            : "soft: refused if known to be revoked";
    return requirement
        + "; "
        + policy.crls()
        + "; fetched: "
        + word(policy.fetch()).replace('_', '-');
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }

  private static MailReport.Connection connection(ConnectionSecured secured) {
    ConnectionSecurity security = secured.security();
    Optional<NegotiatedTls> tls = Optional.ofNullable(security.tls());
    return new MailReport.Connection(
        secured.at(),
        security.service().srvLabel(),
        security.endpoint().toString(),
        word(security.level()),
        tls.map(t -> t.version().jsseName()).orElse(null),
        tls.map(NegotiatedTls::cipherSuite).orElse(null),
        tls.map(NegotiatedTls::group).orElse(null),
        tls.map(t -> t.handshake() == NegotiatedTls.Handshake.RESUMED).orElse(null),
        textOf(security.matched()),
        textOf(security.evidence()));
  }

  private static MailReport.Refused refused(
      @Nullable Instant at, @Nullable String server, RefusalText text) {
    return new MailReport.Refused(
        at, server, text.code(), text.summary(), text.details(), text.remedy());
  }

  /** Returns a refusal with settings named as the application's configuration has them. */
  private static RefusalText text(Refusal refusal, MailEntry entry, URLName url) {
    return entry.session().getProperties().get("mail.security.setting-names")
            instanceof SettingNames names
        ? refusal.text(url.getProtocol(), names)
        : refusal.text(url.getProtocol(), SettingNames.ofSession());
  }

  private static String trust(AnchorSource trust, MailEntry entry) {
    return entry.bundle() != null && trust instanceof AnchorSource.GivenAnchors given
        ? "SSL bundle \"%s\" (it contains: %s)"
            .formatted(entry.bundle(), CertificateSummary.subjectsOf(given.certificates()))
        : trust.toString();
  }

  private static @Nullable String textOf(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private Optional<MailReport.Certificate> certificate(ConnectionSecured secured) {
    return secured
        .certificate()
        .map(
            c ->
                new MailReport.Certificate(
                    c.subject(), c.notAfter(), TimeLeft.of(c, clock.instant()).days()));
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
