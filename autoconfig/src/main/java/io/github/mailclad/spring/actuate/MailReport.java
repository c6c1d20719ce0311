package io.github.mailclad.spring.actuate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The long answer of the endpoint: an account or a mail sender. Everything is text, a number, an
 * instant or a list of these, so that any version of Jackson writes it; null values are left out.
 *
 * @param name its name
 * @param kind {@code account} or {@code sender}
 * @param user its login name; null for none
 * @param indicator the indicator to show to a person, that of its worst service
 * @param services its services
 * @param providers the provider of each protocol name
 * @param warnings the recommended changes of the class path
 */
public record MailReport(
    String name,
    String kind,
    @Nullable String user,
    Indicator indicator,
    List<Service> services,
    List<Provider> providers,
    List<String> warnings) {
  public MailReport {
    services = List.copyOf(services);
    providers = List.copyOf(providers);
    warnings = List.copyOf(warnings);
  }

  /**
   * The indicator to show to a person.
   *
   * @param code the stable code
   * @param text the words
   */
  public record Indicator(String code, String text) {}

  /**
   * The provider of a protocol name.
   *
   * @param protocol the protocol name
   * @param provider the class and its jar
   */
  public record Provider(String protocol, String provider) {}

  /**
   * One service.
   *
   * @param protocol its protocol name
   * @param host its host; null where servers are discovered
   * @param port its port; null for the registered one, or the one of the session
   * @param indicator the indicator to show to a person
   * @param policy the requirements of its connections; null if every connection would be refused
   * @param settings the reason why every connection would be refused; null otherwise
   * @param lastConnection the newest connection; null before the first one
   * @param lastRefusal the newest refusal; null if there was none
   * @param certificate the certificate of the newest connection; null before the first one
   * @param profileObjections the connections that {@code profile=modern} would have refused during
   *     its dry run; null for none
   */
  public record Service(
      String protocol,
      @Nullable String host,
      @Nullable Integer port,
      Indicator indicator,
      @Nullable Policy policy,
      @Nullable Refused settings,
      @Nullable Connection lastConnection,
      @Nullable Refused lastRefusal,
      @Nullable Certificate certificate,
      @Nullable Objections profileObjections) {}

  /**
   * The connections that were opened although {@code profile=modern} would refuse them.
   *
   * @param count their number since the start
   * @param newest the refusal that the profile has for the newest of them
   */
  public record Objections(long count, Refused newest) {}

  /**
   * The requirements of connections, in words.
   *
   * @param minimumLevel the minimum confidentiality level
   * @param tlsStart the TLS start
   * @param tlsVersions the TLS versions that are offered
   * @param cipherSuites the cipher suites that are offered
   * @param trust the source of the trust anchors
   * @param pins the keys of which one must be in the certification path
   * @param accountPin the certificate that is accepted without verification; null for none
   * @param dane the effect of TLSA records
   * @param revocation the revocation check
   * @param keyExchange the key exchanges that are accepted
   * @param clientCertificate the server that gets a client certificate; null for none
   * @param handshakeTimeout the total time of a handshake
   * @param loginTimeout the total time of a login
   * @param notes remarks about the settings
   */
  public record Policy(
      String minimumLevel,
      String tlsStart,
      List<String> tlsVersions,
      List<String> cipherSuites,
      String trust,
      List<String> pins,
      @Nullable String accountPin,
      String dane,
      String revocation,
      String keyExchange,
      @Nullable String clientCertificate,
      String handshakeTimeout,
      String loginTimeout,
      List<String> notes) {
    public Policy {
      tlsVersions = List.copyOf(tlsVersions);
      cipherSuites = List.copyOf(cipherSuites);
      pins = List.copyOf(pins);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A connection that was opened.
   *
   * @param since the time of its opening
   * @param service the service
   * @param server the server
   * @param level its confidentiality level
   * @param tlsVersion the TLS version; null if the connection was not judged, as for the others
   * @param cipherSuite the cipher suite
   * @param group the group of the key exchange; null if it is not known
   * @param resumed whether an earlier TLS session was resumed
   * @param matched the reference identifier that the certificate matched
   * @param evidence the evidence by which the server was accepted
   */
  public record Connection(
      Instant since,
      String service,
      String server,
      String level,
      @Nullable String tlsVersion,
      @Nullable String cipherSuite,
      @Nullable String group,
      @Nullable Boolean resumed,
      @Nullable String matched,
      @Nullable String evidence) {}

  /**
   * A refusal.
   *
   * @param at the time; null for a refusal that follows from the settings alone
   * @param server the server of the connection; null for a refusal that follows from the settings
   *     alone
   * @param code the stable code
   * @param summary the event
   * @param details the expected and presented values
   * @param remedy the setting to change, or the request to an operator
   */
  public record Refused(
      @Nullable Instant at,
      @Nullable String server,
      String code,
      String summary,
      List<String> details,
      String remedy) {
    public Refused {
      details = List.copyOf(details);
    }
  }

  /**
   * The end of a certificate.
   *
   * @param subject its subject
   * @param notAfter the last instant of its validity
   * @param daysLeft the whole days until then; negative afterwards
   */
  public record Certificate(String subject, Instant notAfter, long daysLeft) {}
}
