package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;

import io.github.mailclad.dns.TlsaMatching;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.audit.CarelessServer.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * A mail provider with every fault of the catalogue, on real servers where these can be configured
 * that badly, else on scripted ones.
 */
final class BadProvider implements AutoCloseable {
  /** Every version and suite that OpenSSL still has, logins in the clear, client certificates. */
  private static final String DOVECOT =
      """
      ssl = yes
      ssl_min_protocol = TLSv1
      ssl_cipher_list = ALL:eNULL:aNULL:@SECLEVEL=0
      disable_plaintext_auth = no
      ssl_verify_client_cert = yes
      ssl_require_crl = no
      ssl_ca = <@DIR@/rsa.pem
      """;

  private static final String POSTFIX =
      """
      lab_auth_465 = no
      lab_auth_25 = yes
      smtpd_tls_security_level = may
      smtpd_tls_auth_only = no
      smtpd_tls_protocols = >=TLSv1
      smtpd_tls_mandatory_protocols = >=TLSv1
      smtpd_tls_ciphers = low
      smtpd_tls_mandatory_ciphers = low
      tls_low_cipherlist = ALL:eNULL:@SECLEVEL=0
      """;

  private final Issued root;
  private final LabNetwork network;
  private final LabDns dns;
  private final boolean hasRealServers;
  private int imapsPort;
  private final List<AutoCloseable> running = new ArrayList<>();

  /**
   * Starts the servers.
   *
   * @param dns takes the records
   * @param folder for the files of Dovecot and Postfix; null for the scripted servers alone
   */
  BadProvider(Issued root, LabNetwork network, LabDns dns, @Nullable Path folder) throws Exception {
    this.dns = dns;
    this.hasRealServers = folder != null;
    this.root = root;
    this.network = network;
    try {
      if (folder != null) {
        realServers(folder);
      }
      scriptedServers();
      records();
      secondDomain();
      running.add(new LabWebServers(root, network, dns).bad());
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** Returns each fault of what was started with its place, sorted. */
  Set<String> expected() {
    Set<String> faults = LabFaults.all();
    if (!hasRealServers) {
      faults.removeIf(fault -> fault.contains("mail.bad.example"));
      faults.add(
          "WARN srv-target _imaps._tcp: the port is that of imap: 30 1 143 mail.bad.example");
      faults.add("WARN srv-target _imap._tcp: the target has no address: 0 1 143 mail.bad.example");
      faults.add(
          "WARN srv-target _imaps._tcp: the target has no address: 10 1 993 mail.bad.example");
      faults.add(
          "WARN srv-target _submission._tcp: the target has no address: 0 1 587 mail.bad.example");
    }
    return faults;
  }

  /** Returns the port of Dovecot's IMAP over implicit TLS on loopback. */
  int imapsPort() {
    return imapsPort;
  }

  private void realServers(Path folder) throws Exception {
    Instant now = Instant.now();
    Issued rsa =
        CertificateBuilder.server()
            .subject("CN=www.bad.example")
            .dns("other.bad.example", "ma*.bad.example")
            .validity(now.minus(Duration.ofDays(50)), now.plus(Duration.ofDays(5)))
            .key(KeyKind.RSA_2048)
            .issuedBy(root);
    Issued ec =
        CertificateBuilder.server()
            .dns("mail.bad.example")
            .validity(now.minus(Duration.ofDays(50)), now.minus(Duration.ofDays(5)))
            .key(KeyKind.EC_P256)
            .issuedBy(root);
    LabServers servers = new LabServers(folder, rsa, ec, DOVECOT, POSTFIX);
    running.add(servers);
    servers.at("192.0.2.10", network);
    imapsPort = servers.imapsPort();
    dns.addresses(INSECURE, "mail.bad.example", "192.0.2.10");
    dns.tlsa(INSECURE, "_993._tcp.mail.bad.example", spki(rsa));
  }

  private void scriptedServers() {
    host("preauth", 11)
        .on(143, new ImapDialogue().greeting("* PREAUTH welcome").capabilities("IMAP4rev1"));
    host("broken", 12)
        .on(
            587,
            new SmtpDialogue()
                .capabilitiesInClear("STARTTLS")
                .replying("STARTTLS", "454 4.7.0 TLS not available"));
    Issued inject = certificate("inject.bad.example");
    CarelessServer careless = new CarelessServer(inject, Fault.CARRIES_COMMANDS);
    running.add(careless);
    host("inject", 13).network(587, careless.port());
    host("state", 14).tls(995, new Pop3Dialogue().replying("STAT", "+OK 0 0"));
    CarelessServer rude =
        new CarelessServer(certificate("rude.bad.example"), Fault.NO_CLOSE_NOTIFY);
    running.add(rude);
    host("rude", 15).network(465, rude.port());
    host("old", 16).legacy(993, LegacyTls.only(ProtocolVersion.SSLv3));
    host("plain12", 17).legacy(993, LegacyTls.tls12().withoutExtendedMasterSecret());
    host("twins", 18).tls(993, new ImapDialogue());
    TlsFront other =
        TlsFront.builder()
            .certificate(certificate("twins.bad.example"))
            .dialogue(new ImapDialogue())
            .protocols("TLSv1.2")
            .start();
    running.add(other);
    network.at("192.0.2.19", 993, other.port());
    dns.addresses(SECURE, "twins.bad.example", "192.0.2.18", "192.0.2.19");
    Issued matched = certificate("dane.bad.example");
    TlsFront dane = TlsFront.builder().certificate(matched).dialogue(new ImapDialogue()).start();
    running.add(dane);
    host("dane", 20).network(993, dane.port());
    host("alpn", 21).legacy(993, LegacyTls.tls12().selectingAnApplicationProtocol());
    host("ticket", 22).legacy(993, LegacyTls.tls12().issuingLongTickets());
    CarelessServer packing = new CarelessServer(certificate("zip.bad.example"), Fault.COMPRESSES);
    running.add(packing);
    host("zip", 23).network(993, packing.port());
    host("named", 24).legacy(993, LegacyTls.tls12().refusingServerName(""));
    Issued revoked = certificate("revoked.bad.example");
    byte[] revocation =
        OcspAnswer.about(revoked, root).revoked(Instant.now().minus(Duration.ofDays(1)), 1).der();
    host("revoked", 25).legacy(993, revoked, LegacyTls.tls12().stapling(revocation));
    byte[] aboutOther = OcspAnswer.about(revoked, root).der();
    host("stapler", 26)
        .legacy(993, certificate("stapler.bad.example"), LegacyTls.tls12().stapling(aboutOther));
    dns.tlsa(
        SECURE,
        "_993._tcp.dane.bad.example",
        spki(matched),
        "3 1 2 " + "ab".repeat(64),
        TlsaRecord.of(
                TlsaUsage.DANE_EE, TlsaSelector.CERT, TlsaMatching.FULL, matched.certificate())
            .toString());
  }

  private void records() {
    String suffix = ".bad.example";
    dns.zone("example").zone("bad.example");
    dns.srv(
        INSECURE,
        "_imaps._tcp" + suffix,
        "10 1 993 mail" + suffix,
        "20 1 993 old" + suffix,
        "20 1 993 plain12" + suffix,
        "20 1 993 twins" + suffix,
        "20 1 993 dane" + suffix,
        "20 1 993 alpn" + suffix,
        "20 1 993 ticket" + suffix,
        "20 1 993 zip" + suffix,
        "20 1 993 named" + suffix,
        "20 1 993 revoked" + suffix,
        "20 1 993 stapler" + suffix,
        "30 1 143 mail" + suffix,
        "30 1 993 www.alias" + suffix,
        "30 1 993 nowhere" + suffix,
        "30 1 993 bogus" + suffix);
    dns.srv(INSECURE, "_imap._tcp" + suffix, "0 1 143 mail" + suffix, "0 1 143 preauth" + suffix);
    dns.srv(SECURE, "_pop3s._tcp" + suffix, "0 1 995 state" + suffix, "0 1 0 .");
    dns.srv(
        SECURE,
        "_submission._tcp" + suffix,
        "0 1 587 mail" + suffix,
        "0 1 587 broken" + suffix,
        "0 1 587 inject" + suffix,
        "0 1 465 rude" + suffix);
    dns.alias(INSECURE, "www.alias" + suffix, "state" + suffix);
    dns.expired("bogus" + suffix, "192.0.2.99");
  }

  /** Adds a second domain: one server without TLS 1.3, and nothing to submit mail to. */
  private void secondDomain() {
    dns.zone("dated.example");
    dns.srv(SECURE, "_imaps._tcp.dated.example", "0 1 993 plain12.bad.example");
  }

  private Issued certificate(String host) {
    return CertificateBuilder.server().dns(host).key(KeyKind.RSA_2048).issuedBy(root);
  }

  private static String spki(Issued issued) {
    return TlsaRecord.of(
            TlsaUsage.DANE_EE, TlsaSelector.SPKI, TlsaMatching.SHA2_256, issued.certificate())
        .toString();
  }

  private BadHost host(String label, int last) {
    String name = label + ".bad.example";
    String address = "192.0.2." + last;
    dns.addresses(SECURE, name, address);
    return new BadHost(name, address);
  }

  @Override
  public void close() throws Exception {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }

  /** One host of the provider. */
  private final class BadHost {
    private final String name;
    private final String address;

    private BadHost(String name, String address) {
      this.name = name;
      this.address = address;
    }

    void network(int port, int onLoopback) {
      network.at(address, port, onLoopback);
    }

    /** A server that begins in the clear. */
    void on(int port, MailDialogue dialogue) {
      start(port, front(dialogue).mischief(Mischief.EXPECT_STARTTLS));
    }

    void tls(int port, MailDialogue dialogue) {
      start(port, front(dialogue));
    }

    void legacy(int port, LegacyTls old) {
      legacy(port, certificate(name), old);
    }

    void legacy(int port, Issued issued, LegacyTls old) {
      start(port, TlsFront.builder().certificate(issued).dialogue(new ImapDialogue()).legacy(old));
    }

    private TlsFront.Builder front(MailDialogue dialogue) {
      return TlsFront.builder().certificate(certificate(name)).dialogue(dialogue);
    }

    private void start(int port, TlsFront.Builder front) {
      TlsFront server = front.start();
      running.add(server);
      network.at(address, port, server.port());
    }
  }
}
