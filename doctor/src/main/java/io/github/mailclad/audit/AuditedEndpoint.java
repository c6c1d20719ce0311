package io.github.mailclad.audit;

import io.github.mailclad.MailService;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;

/**
 * One port at one address.
 *
 * @param service the service
 * @param host the host name
 * @param address the address
 * @param port the port
 * @param tlsa the TLSA records of host and port
 * @param origin the reason to look there
 */
record AuditedEndpoint(
    MailService service,
    String host,
    InetAddress address,
    int port,
    Answer<TlsaRecord> tlsa,
    Origin origin) {
  enum Origin {
    /** A SRV record names it. */
    PUBLISHED,
    /** It is the registered port of a host that is examined. */
    REGISTERED_PORT
  }

  ServerAddress where() {
    return new ServerAddress(host, address.getHostAddress(), port, service.srvLabel());
  }
}
