package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.discovery.Published;
import java.util.ArrayList;
import java.util.List;

/** The web servers of the lab, with the configuration files of its providers. */
final class LabWebServers implements AutoCloseable {
  private final List<TlsFront> running = new ArrayList<>();
  private final Issued root;
  private final LabNetwork network;
  private final LabDns dns;

  LabWebServers(Issued root, LabNetwork network, LabDns dns) {
    this.root = root;
    this.network = network;
    this.dns = dns;
  }

  /** Adds files that agree with the mail server, at an address. */
  LabWebServers good(String domain, String server, int last) {
    String pacc = Published.pacc(server, server);
    String autoconfig =
        Published.autoconfig(
            Published.incoming("imap", server, 993, "SSL"),
            Published.incoming("pop3", server, 995, "SSL"),
            Published.outgoing(server, 465, "SSL"));
    return site(domain, last, pacc, autoconfig, SECURE, pacc);
  }

  /** Adds files that clients refuse or that contradict the bad provider. */
  LabWebServers bad() {
    String withoutTls =
        Published.autoconfig(
            Published.incoming("imap", "old.bad.example", 143, "plain"),
            Published.incoming("imap", "old.bad.example", 993, "SSL"),
            Published.outgoing("broken.bad.example", 587, "STARTTLS"));
    String unsigned = "{\"protocols\": {\"imap\": {\"host\": \"plain12.bad.example\"}}}";
    String elsewhere =
        Published.autoconfig(Published.incoming("imap", "plain12.bad.example", 1993, "SSL"));
    return site("bad.example", 30, "{}", withoutTls, SECURE, "another content")
        .site("dated.example", 31, unsigned, elsewhere, INSECURE, unsigned);
  }

  private LabWebServers site(
      String domain,
      int last,
      String pacc,
      String autoconfig,
      DnssecStatus statusOfDigest,
      String contentOfDigest) {
    HttpDialogue pages =
        new HttpDialogue()
            .page(Published.PACC_PATH, "application/json", pacc)
            .page(Published.AUTOCONFIG_PATH, "text/xml", autoconfig);
    String[] hosts = {"ua-auto-config." + domain, "autoconfig." + domain};
    TlsFront server =
        TlsFront.builder()
            .certificate(CertificateBuilder.server().dns(hosts).issuedBy(root))
            .dialogue(pages)
            .start();
    running.add(server);
    network.at("192.0.2." + last, 443, server.port());
    for (String host : hosts) {
      dns.addresses(SECURE, host, "192.0.2." + last);
    }
    dns.txt(statusOfDigest, "_ua-auto-config." + domain, Published.digest(contentOfDigest));
    return this;
  }

  @Override
  public void close() {
    running.forEach(TlsFront::close);
  }
}
