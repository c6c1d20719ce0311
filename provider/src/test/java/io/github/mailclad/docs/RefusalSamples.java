package io.github.mailclad.docs;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.MailService;
import io.github.mailclad.Pin;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.KeyUsage;
import io.github.mailclad.refusal.CertificateRefusal.NoCertificate;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import io.github.mailclad.refusal.CertificateRefusal.SrvNameUnconstrained;
import io.github.mailclad.refusal.CertificateRefusal.UnsupportedAlgorithm;
import io.github.mailclad.refusal.CertificateRefusal.WeakCertificate;
import io.github.mailclad.refusal.DaneRefusal.DaneAbsent;
import io.github.mailclad.refusal.DaneRefusal.DaneMismatch;
import io.github.mailclad.refusal.DaneRefusal.DaneUnusable;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.HandshakeRefusal.CipherSuiteRefused;
import io.github.mailclad.refusal.HandshakeRefusal.HandshakeFailed;
import io.github.mailclad.refusal.HandshakeRefusal.HandshakeTimeout;
import io.github.mailclad.refusal.HandshakeRefusal.SafeguardMissing;
import io.github.mailclad.refusal.HandshakeRefusal.TlsAlert;
import io.github.mailclad.refusal.HandshakeRefusal.TlsVersionRefused;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.LoginRefusal.AuthenticationNotOffered;
import io.github.mailclad.refusal.LoginRefusal.CapabilitiesUnknown;
import io.github.mailclad.refusal.LoginRefusal.ChannelBindingRefused;
import io.github.mailclad.refusal.LoginRefusal.ClientCertificateNotSent;
import io.github.mailclad.refusal.LoginRefusal.ClientCertificateWithheld;
import io.github.mailclad.refusal.LoginRefusal.MechanismUnavailable;
import io.github.mailclad.refusal.LoginRefusal.SaslViolation;
import io.github.mailclad.refusal.LoginRefusal.StarttlsInsideTls;
import io.github.mailclad.refusal.LoginRefusal.TokenUnavailable;
import io.github.mailclad.refusal.LoginRefusal.UnexpectedPreauth;
import io.github.mailclad.refusal.LookupRefusal.AddressLookupFailed;
import io.github.mailclad.refusal.LookupRefusal.ConfigurationMismatch;
import io.github.mailclad.refusal.LookupRefusal.ConfigurationUnavailable;
import io.github.mailclad.refusal.LookupRefusal.DaneLookupFailed;
import io.github.mailclad.refusal.LookupRefusal.DiscoveryFailed;
import io.github.mailclad.refusal.LookupRefusal.NoAcceptableService;
import io.github.mailclad.refusal.LookupRefusal.NoServerNamed;
import io.github.mailclad.refusal.LookupRefusal.NoServiceRecords;
import io.github.mailclad.refusal.LookupRefusal.ResolverUnavailable;
import io.github.mailclad.refusal.LookupRefusal.TargetNotConfirmed;
import io.github.mailclad.refusal.OAuthRefusal.IssuerMismatch;
import io.github.mailclad.refusal.OAuthRefusal.TokenAnswerMalformed;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected.Meaning;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnverified;
import io.github.mailclad.refusal.PathRefusal.BrokenSignature;
import io.github.mailclad.refusal.PathRefusal.InspectedConnection;
import io.github.mailclad.refusal.PathRefusal.MissingIntermediate;
import io.github.mailclad.refusal.PathRefusal.NameConstraint;
import io.github.mailclad.refusal.PathRefusal.PathLength;
import io.github.mailclad.refusal.PathRefusal.PinMismatch;
import io.github.mailclad.refusal.PathRefusal.SelfSigned;
import io.github.mailclad.refusal.PathRefusal.TooMuchWork;
import io.github.mailclad.refusal.PathRefusal.UntrustedIssuer;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RevocationRefusal.MustStaple;
import io.github.mailclad.refusal.RevocationRefusal.RevocationUnknown;
import io.github.mailclad.refusal.RevocationRefusal.Revoked;
import io.github.mailclad.refusal.ServerLimit;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.refusal.SettingsRefusal.AnchorsUnavailable;
import io.github.mailclad.refusal.SettingsRefusal.CleartextPort;
import io.github.mailclad.refusal.SettingsRefusal.ClientCertificateUnusable;
import io.github.mailclad.refusal.SettingsRefusal.ForeignSocket;
import io.github.mailclad.refusal.SettingsRefusal.InvalidHost;
import io.github.mailclad.refusal.SettingsRefusal.RevocationSourceUnavailable;
import io.github.mailclad.refusal.SettingsRefusal.TlsProviderUnusable;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeCredentials;
import io.github.mailclad.refusal.SettingsRefusal.UnsafeSettings;
import io.github.mailclad.refusal.TlsStartRefusal;
import io.github.mailclad.refusal.TlsStartRefusal.EhloRefused;
import io.github.mailclad.refusal.TlsStartRefusal.ImplicitTlsPort;
import io.github.mailclad.refusal.TlsStartRefusal.MalformedReply;
import io.github.mailclad.refusal.TlsStartRefusal.OtherProtocol;
import io.github.mailclad.refusal.TlsStartRefusal.PlaintextServer;
import io.github.mailclad.refusal.TlsStartRefusal.PreauthBeforeTls;
import io.github.mailclad.refusal.TlsStartRefusal.StarttlsInjection;
import io.github.mailclad.refusal.TlsStartRefusal.StarttlsPort;
import io.github.mailclad.refusal.TlsStartRefusal.StarttlsUnavailable;
import io.github.mailclad.refusal.TlsStartRefusal.TurnedAway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A plausible refusal of every kind, in the order of the catalogue. */
public final class RefusalSamples {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");
  private static final Pin PIN = new Pin("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  private static final Pin OTHER_PIN = new Pin("BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=");
  private static final CertificateSummary SERVER =
      summary(0, "CN=imap.example.org", "CN=Example Private CA");
  private static final CertificateSummary SELF_SIGNED =
      summary(0, "CN=imap.example.org", "CN=imap.example.org");
  private static final CertificateSummary PRIVATE_ROOT =
      summary(1, "CN=Example Private CA", "CN=Example Private CA");
  private static final List<Identifier> EXPECTED =
      List.of(new DnsId("imap.example.org"), new SrvId("imaps", "example.org"));

  private static final PeerText TOKEN_SERVER = PeerText.of("https://login.example.org/token");

  private RefusalSamples() {}

  private static final String TLSA_NAME = "_993._tcp.imap.example.org";

  /** A refusal with where it happened, as its explanation names that. */
  public record Sample(String subject, Refusal refusal) {
    @Override
    public String toString() {
      return refusal.code();
    }
  }

  /** One for every code. */
  public static List<Sample> all() {
    return List.of(
        imaps(
            new UnsafeSettings(
                List.of(
                    new SettingProblem(
                        "mail.imaps.ssl.trust",
                        "trusts servers without verifying them",
                        "remove it; set mail.<protocol>.security.trust-anchors for a private authority")))),
        sample(
            "mail connection",
            new InvalidHost("imap..example.org", "a host name has no empty label")),
        sample(
            "smtp.example.org:587",
            new CleartextPort(587, "mail.smtp.port", "smtp", MailService.SUBMISSIONS)),
        sample("imap.example.org:10993", new PlaintextServer(PeerText.of("* OK ready\r\n"))),
        sample(
            "imap.example.org:143",
            new StarttlsPort(143, PeerText.of("* OK [CAPABILITY IMAP4rev1 STARTTLS]\r\n"), "imap")),
        sample("imap.example.org:993", new ImplicitTlsPort(993, "imap", MailService.IMAP)),
        imaps(new TlsAlert(PeerText.of("handshake_failure"))),
        imaps(new HandshakeTimeout(Duration.ofSeconds(30))),
        imaps(new LoginRefusal.LoginTimeout(Duration.ofSeconds(60))),
        imaps(
            new LoginRefusal.LoginPostponed(ServerLimit.CONNECTIONS, PeerText.of("[UNAVAILABLE]"))),
        imaps(new LoginRefusal.LoginFlood(LoginRefusal.LoginFlood.Excess.LINE)),
        imaps(new HandshakeFailed(PeerText.of("Remote host terminated the handshake"))),
        imaps(
            new TlsVersionRefused(
                PeerText.of("TLSv1.1"), Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3))),
        imaps(new CipherSuiteRefused(PeerText.of("TLS_RSA_WITH_AES_128_CBC_SHA"))),
        imaps(new HandshakeRefusal.KeyExchangeRefused("x25519", List.of())),
        imaps(new SafeguardMissing(Set.of(TlsSafeguard.EXTENDED_MASTER_SECRET))),
        sample("imap.example.org:143", new StarttlsUnavailable(PeerText.of("S1 BAD"))),
        sample(
            "imap.example.org:143",
            new TlsStartRefusal.CleartextForbidden(PeerText.of("_143._tcp.imap.example.org"))),
        sample("imap.example.org:143", new StarttlsInjection()),
        sample("imap.example.org:143", new PreauthBeforeTls()),
        sample("imap.example.org:143", new TurnedAway(PeerText.of("* BYE [UNAVAILABLE]"))),
        sample("smtp.example.org:587", new EhloRefused(PeerText.of("502 5.5.1"))),
        sample("imap.example.org:110", new OtherProtocol("IMAP", "POP3")),
        sample(
            "imap.example.org:143",
            new MalformedReply(PeerText.of("a line feed without a carriage return"))),
        imaps(
            new IdentityMismatch(
                EXPECTED,
                PeerText.listOf(List.of("DNS-ID mail.hoster.example", "DNS-ID *.hoster.example")),
                IdentityMismatch.Cause.OTHER_NAME)),
        imaps(new SrvNameUnconstrained(SERVER, new SrvId("imaps", "example.org"))),
        imaps(new UntrustedIssuer(SERVER, PRIVATE_ROOT, "the platform's trust anchors")),
        imaps(new SelfSigned(SELF_SIGNED, "the platform's trust anchors")),
        imaps(
            new MissingIntermediate(
                SERVER,
                PeerText.of(
                    "it says that its issuer's certificate is at http://ca.example.org/ca.der"),
                "the platform's trust anchors")),
        imaps(
            new InspectedConnection(
                SERVER, PeerText.of("CN=Example Inspection CA"), "Example Gateway")),
        imaps(new BrokenSignature(SERVER)),
        imaps(new OutsideValidity(SERVER, TO.plus(Duration.ofDays(1)), Suspect.CERTIFICATE)),
        imaps(new OutsideValidity(SERVER, FROM.minus(Duration.ofDays(3650)), Suspect.CLOCK)),
        imaps(
            new WeakCertificate(
                SERVER,
                PeerText.of("an RSA key of 1024 bits"),
                "an RSA key of 2048 to 8192 bits, or an EC key on P-256, P-384 or P-521")),
        imaps(new UnsupportedAlgorithm(SERVER, "ML-DSA-65")),
        imaps(
            new InvalidCertificate(
                SERVER,
                PeerText.of(
                    "it is not an X.509 version 3 certificate (RFC 5280, section 4.1.2.1)"))),
        imaps(
            new KeyUsage(
                SERVER,
                "its extended key usage does not include serverAuth (RFC 5280, section 4.2.1.12)")),
        imaps(new PathLength(PRIVATE_ROOT, 0, "one of them")),
        imaps(
            new NameConstraint(
                SERVER,
                PRIVATE_ROOT,
                PeerText.of("dNSName imap.example.org"),
                PeerText.of("it is not within the permitted names of the kind dNSName"))),
        imaps(new TooMuchWork("more than 100 signatures to verify")),
        imaps(new NoCertificate()),
        imaps(new PinMismatch(List.of(PIN), List.of(OTHER_PIN))),
        imaps(
            new AnchorsUnavailable(
                "the trust anchors in ca.pem", PeerText.of("there is no such file"))),
        imaps(new Revoked(SERVER, FROM, "keyCompromise", "the stapled OCSP response")),
        imaps(
            new MustStaple(
                SERVER,
                PeerText.listOf(
                    List.of("stapled OCSP response: it expired at 2026-01-08T00:00:00Z")))),
        imaps(
            new RevocationUnknown(
                SERVER,
                PeerText.listOf(List.of("fetched OCSP response: there was no answer in time")))),
        imaps(
            new RevocationSourceUnavailable(
                "the certificate revocation lists in crls",
                PeerText.of("there is no such file or folder"))),
        sample(
            "imaps",
            new ResolverUnavailable(
                PeerText.of("to find the servers of example.org"),
                PeerText.of("dnsjava is not on the class path"))),
        sample("imaps", new NoServerNamed(PeerText.of("alice"))),
        sample(
            "imaps",
            new NoServiceRecords(
                PeerText.of("example.org"),
                List.of("_imaps._tcp.example.org", "_imap._tcp.example.org"))),
        sample(
            "imaps",
            new DiscoveryFailed(
                PeerText.of("_imaps._tcp.example.org"),
                DnssecStatus.BOGUS,
                PeerText.of("the signature of the records has expired"))),
        sample(
            "imaps",
            new NoAcceptableService(
                PeerText.of("example.org"),
                PeerText.listOf(
                    List.of("_imaps._tcp.example.org: says that there is no such service")))),
        sample(
            "imaps",
            new TargetNotConfirmed(
                PeerText.of("example.org"),
                MailService.IMAPS,
                PeerText.listOf(List.of("imap.hoster.example")))),
        sample(
            "imaps",
            new ConfigurationMismatch(
                PeerText.of("example.org"),
                PeerText.of(
                    "https://ua-auto-config.example.org/.well-known/user-agent-configuration.json"),
                DnssecStatus.SECURE)),
        sample(
            "imaps",
            new ConfigurationUnavailable(
                PeerText.of(
                    "https://ua-auto-config.example.org/.well-known/user-agent-configuration.json"),
                PeerText.of("the HTTP status is 404"))),
        imaps(
            new AddressLookupFailed(
                PeerText.of("imap.example.org"),
                DnssecStatus.INDETERMINATE,
                PeerText.of("no answer within 2 s"))),
        imaps(
            new DaneMismatch(
                PeerText.of(TLSA_NAME),
                List.of(new TlsaRecord(3, 1, 1, "17".repeat(32))),
                List.of(
                    new TlsaRecord(3, 1, 1, "a3".repeat(32)),
                    new TlsaRecord(2, 0, 1, "5c".repeat(32))),
                null)),
        imaps(
            new DaneUnusable(
                PeerText.of(TLSA_NAME),
                PeerText.listOf(List.of("3 1 1: a SHA2-256 digest has 32 octets, not 20")))),
        imaps(new DaneAbsent(PeerText.of(TLSA_NAME), PeerText.of("the zone is not signed"))),
        imaps(
            new DaneLookupFailed(
                PeerText.of(TLSA_NAME),
                DnssecStatus.BOGUS,
                PeerText.of("the signature of the records has expired"))),
        sample(
            "imap.example.org:143",
            new AccountRefusal.TlsDisappeared(
                MailService.IMAPS,
                FROM,
                new StarttlsUnavailable(PeerText.of("S1 BAD unknown command")))),
        imaps(new AccountRefusal.ValidationRegressed(MailService.IMAPS, FROM, new NoCertificate())),
        imaps(
            new AccountRefusal.AccountUnreadable(
                PeerText.of("alice@example.org"),
                PeerText.of("/var/lib/mail/alice: the checksum does not fit"))),
        sample("smtp.example.org:465", new AuthenticationNotOffered()),
        imaps(
            new MechanismUnavailable(
                List.of("EXTERNAL"), PeerText.listOf(List.of("PLAIN", "LOGIN")))),
        imaps(new UnsafeCredentials("password")),
        imaps(new ClientCertificateNotSent()),
        imaps(
            new ClientCertificateUnusable(
                PeerText.of("/home/user/client.p12"),
                PeerText.of("the certificate expired at " + FROM))),
        imaps(new ClientCertificateWithheld(ClientIdentity.Exposure.TLS_1_2)),
        imaps(
            new TlsProviderUnusable(
                TlsProvider.BCTLS,
                PeerText.of(
                    "java.lang.NoClassDefFoundError: org/bouncycastle/tls/crypto/TlsCrypto"))),
        imaps(new TokenUnavailable("the token supplier returned none")),
        imaps(rejected(Meaning.INVALID_GRANT, "invalid_grant", "Token is not active")),
        imaps(
            rejected(
                Meaning.INVALID_CLIENT,
                "invalid_client",
                "AADSTS7000215: Invalid client secret provided.")),
        imaps(rejected(Meaning.UNAUTHORIZED_CLIENT, "unauthorized_client", "")),
        imaps(rejected(Meaning.INVALID_SCOPE, "invalid_scope", "Invalid scopes: mail")),
        imaps(rejected(Meaning.INTERACTION_REQUIRED, "interaction_required", "")),
        imaps(rejected(Meaning.SIGN_IN_DECLINED, "access_denied", "")),
        imaps(rejected(Meaning.SIGN_IN_EXPIRED, "expired_token", "")),
        imaps(rejected(Meaning.OTHER, "unsupported_grant_type", "")),
        imaps(
            new TokenServerUnavailable(
                TOKEN_SERVER, PeerText.of("HTTP status 503"), Duration.ofSeconds(30))),
        imaps(new TokenServerUnverified(TOKEN_SERVER, new NoCertificate())),
        imaps(
            new TokenAnswerMalformed(
                TOKEN_SERVER,
                PeerText.of("it redirects to another address, which is not followed"))),
        imaps(
            new IssuerMismatch(
                PeerText.of("https://login.example.org/realms/mail"),
                PeerText.of("https://login.example.net/realms/mail"))),
        imaps(
            new TokenRequestImpossible(
                PeerText.of("the file /run/secrets/oauth is empty"), "oauth-client-secret-file")),
        imaps(
            new SaslViolation(
                AuthMechanism.SCRAM_SHA_256,
                "its signature is wrong, so it does not know the password")),
        imaps(
            new ChannelBindingRefused(
                AuthMechanism.SCRAM_SHA_256,
                "none",
                PeerText.of("server-does-support-channel-binding"))),
        imaps(new CapabilitiesUnknown()),
        imaps(new UnexpectedPreauth()),
        sample("smtp.example.org:465", new StarttlsInsideTls()),
        sample("smtp.example.org:465", new ForeignSocket()),
        sample(
            "smtp.example.org:465",
            new SettingsRefusal.UnknownProtocolName(PeerText.of("corpsmtp"), "smtp")),
        imaps(new HandshakeRefusal.ForeignConnection()),
        sample("smtp.example.org:465", new SettingsRefusal.UnsafeCommand(PeerText.of("RCPT"))),
        imaps(new HandshakeRefusal.Renegotiation()));
  }

  private static CertificateSummary summary(int position, String subject, String issuer) {
    return new CertificateSummary(
        position, subject, issuer, FROM, TO, "EC, 256 bits", "4af1", "c0ffee".repeat(10) + "c0ff");
  }

  private static Refusal rejected(Meaning meaning, String error, String description) {
    return new TokenRejected(meaning, TOKEN_SERVER, PeerText.of(error), PeerText.of(description));
  }

  private static Sample imaps(Refusal refusal) {
    return sample("imap.example.org:993", refusal);
  }

  private static Sample sample(String subject, Refusal refusal) {
    return new Sample(subject, refusal);
  }
}
