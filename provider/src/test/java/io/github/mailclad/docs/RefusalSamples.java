package io.github.mailclad.docs;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.MailService;
import io.github.mailclad.Pin;
import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.AnchorsUnavailable;
import io.github.mailclad.Refusal.AuthenticationNotOffered;
import io.github.mailclad.Refusal.CipherSuiteRefused;
import io.github.mailclad.Refusal.CleartextPort;
import io.github.mailclad.Refusal.EhloRefused;
import io.github.mailclad.Refusal.ForeignSocket;
import io.github.mailclad.Refusal.HandshakeFailed;
import io.github.mailclad.Refusal.HandshakeTimeout;
import io.github.mailclad.Refusal.IdentityMismatch;
import io.github.mailclad.Refusal.InvalidCertificate;
import io.github.mailclad.Refusal.InvalidHost;
import io.github.mailclad.Refusal.MalformedReply;
import io.github.mailclad.Refusal.MechanismUnavailable;
import io.github.mailclad.Refusal.NoCertificate;
import io.github.mailclad.Refusal.OtherProtocol;
import io.github.mailclad.Refusal.OutsideValidity;
import io.github.mailclad.Refusal.PinMismatch;
import io.github.mailclad.Refusal.PlaintextServer;
import io.github.mailclad.Refusal.PreauthBeforeTls;
import io.github.mailclad.Refusal.SafeguardMissing;
import io.github.mailclad.Refusal.SettingProblem;
import io.github.mailclad.Refusal.StarttlsInjection;
import io.github.mailclad.Refusal.StarttlsInsideTls;
import io.github.mailclad.Refusal.StarttlsPort;
import io.github.mailclad.Refusal.StarttlsUnavailable;
import io.github.mailclad.Refusal.TlsAlert;
import io.github.mailclad.Refusal.TlsVersionRefused;
import io.github.mailclad.Refusal.TurnedAway;
import io.github.mailclad.Refusal.UnexpectedPreauth;
import io.github.mailclad.Refusal.UnsafeSettings;
import io.github.mailclad.Refusal.UntrustedIssuer;
import io.github.mailclad.Refusal.WeakCertificate;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
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
  private static final List<Identifier> EXPECTED =
      List.of(new DnsId("imap.example.org"), new SrvId("imaps", "example.org"));

  private RefusalSamples() {}

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
        sample("imap.example.org:10993", new PlaintextServer("* OK ready\r\n")),
        sample(
            "imap.example.org:143",
            new StarttlsPort(143, "* OK [CAPABILITY IMAP4rev1 STARTTLS]\r\n", "imap")),
        imaps(new TlsAlert("handshake_failure")),
        imaps(new HandshakeTimeout(Duration.ofSeconds(30))),
        imaps(new HandshakeFailed("Remote host terminated the handshake")),
        imaps(new TlsVersionRefused("TLSv1.1", Set.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3))),
        imaps(new CipherSuiteRefused("TLS_RSA_WITH_AES_128_CBC_SHA")),
        imaps(new SafeguardMissing(Set.of(TlsSafeguard.EXTENDED_MASTER_SECRET))),
        sample("imap.example.org:143", new StarttlsUnavailable("S1 BAD")),
        sample("imap.example.org:143", new StarttlsInjection()),
        sample("imap.example.org:143", new PreauthBeforeTls()),
        sample("imap.example.org:143", new TurnedAway("* BYE [UNAVAILABLE]")),
        sample("smtp.example.org:587", new EhloRefused("502 5.5.1")),
        sample("imap.example.org:110", new OtherProtocol("IMAP", "POP3")),
        sample("imap.example.org:143", new MalformedReply("a line feed without a carriage return")),
        imaps(
            new IdentityMismatch(
                EXPECTED,
                List.of("DNS-ID mail.hoster.example", "DNS-ID *.hoster.example"),
                IdentityMismatch.Cause.OTHER_NAME)),
        imaps(
            new UntrustedIssuer(
                "CN=imap.example.org", "CN=Example Private CA", "the platform's trust anchors")),
        imaps(new OutsideValidity("CN=imap.example.org", FROM, TO, TO.plus(Duration.ofDays(1)))),
        imaps(new OutsideValidity("CN=imap.example.org", FROM, TO, FROM.minus(Duration.ofDays(1)))),
        imaps(
            new WeakCertificate(
                "CN=imap.example.org",
                "an RSA key of 1024 bits",
                "an RSA key of 2048 bits or more, or an EC key of 256 bits or more")),
        imaps(
            new InvalidCertificate(
                "CN=imap.example.org", "its extended key usage does not include serverAuth")),
        imaps(new NoCertificate()),
        imaps(new PinMismatch(List.of(PIN), List.of(OTHER_PIN))),
        imaps(new AnchorsUnavailable("the trust anchors in ca.pem", "there is no such file")),
        sample("smtp.example.org:465", new AuthenticationNotOffered()),
        imaps(new MechanismUnavailable(List.of("EXTERNAL"), List.of("PLAIN", "LOGIN"))),
        imaps(new UnexpectedPreauth()),
        sample("smtp.example.org:465", new StarttlsInsideTls()),
        sample("smtp.example.org:465", new ForeignSocket()));
  }

  private static Sample imaps(Refusal refusal) {
    return sample("imap.example.org:993", refusal);
  }

  private static Sample sample(String subject, Refusal refusal) {
    return new Sample(subject, refusal);
  }
}
