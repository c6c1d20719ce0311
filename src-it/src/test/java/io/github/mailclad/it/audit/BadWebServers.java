package io.github.mailclad.it.audit;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.discovery.Published;
import java.util.ArrayList;
import java.util.List;

/** The web servers of the bad provider, with files that clients refuse or that contradict it. */
final class BadWebServers implements AutoCloseable {
  private final List<TlsFront> running = new ArrayList<>();
  private final Issued root;
  private final LabNetwork network;
  private final LabDns dns;

  BadWebServers(Issued root, LabNetwork network, LabDns dns) {
    this.root = root;
    this.network = network;
    this.dns = dns;
    site("bad.example", 30)
        .page(Published.PACC_PATH, "application/json", "{}")
        .page(
            Published.AUTOCONFIG_PATH,
            "text/xml",
            Published.autoconfig(
                Published.incoming("imap", "old.bad.example", 143, "plain"),
                Published.incoming("imap", "old.bad.example", 993, "SSL"),
                Published.outgoing("broken.bad.example", 587, "STARTTLS")));
    dns.txt(SECURE, "_ua-auto-config.bad.example", Published.digest("another content"));
    String unsigned = "{\"protocols\": {\"imap\": {\"host\": \"plain12.bad.example\"}}}";
    site("dated.example", 31)
        .page(Published.PACC_PATH, "application/json", unsigned)
        .page(
            Published.AUTOCONFIG_PATH,
            "text/xml",
            Published.autoconfig(Published.incoming("imap", "plain12.bad.example", 1993, "SSL")));
    dns.txt(INSECURE, "_ua-auto-config.dated.example", Published.digest(unsigned));
  }

  private HttpDialogue site(String domain, int last) {
    HttpDialogue pages = new HttpDialogue();
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
    return pages;
  }

  @Override
  public void close() {
    running.forEach(TlsFront::close);
  }
}
