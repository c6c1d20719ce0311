package io.github.mailclad.samples.web.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.setup.MailServer;
import java.util.List;

/**
 * The servers as a person typed them into the form.
 *
 * @param access the service to read mail by: {@code imaps}, {@code imap}, {@code pop3s} or {@code
 *     pop3}
 * @param accessHost the host to read mail from, with a port where it is not the registered one
 * @param submission the service to send mail by, named by its SRV label
 * @param submissionHost the host to send mail by
 */
record TypedServers(String access, String accessHost, String submission, String submissionHost) {
  static final TypedServers NONE = new TypedServers("imaps", "", "submissions", "");

  /**
   * Returns the servers.
   *
   * @throws IllegalArgumentException if one is not usable; the message is for the person
   */
  List<MailServer> parse() {
    return List.of(server(access, accessHost), server(submission, submissionHost));
  }

  private static MailServer server(String service, String typed) {
    MailService kind = null;
    for (MailService each : MailService.values()) {
      if (each.srvLabel().equals(service)) {
        kind = each;
      }
    }
    if (kind == null) {
      throw new IllegalArgumentException("Choose how to connect.");
    }
    String host = typed.strip();
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > 0 && host.substring(colon + 1).matches("[0-9]{1,5}");
    return MailServer.of(
        kind,
        hasPort ? host.substring(0, colon) : host,
        hasPort ? Integer.parseInt(host.substring(colon + 1)) : kind.defaultPort());
  }
}
