package io.github.mailclad.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.Approval;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of a session for one service, after its servers were accepted. The values can be
 * stored; the properties are made from them.
 *
 * @param user the address, which is the user name as well
 * @param service the service, which is also the protocol: see {@link #protocol}
 * @param targets the servers in the order in which to try them; at least one, none of which is
 *     unapproved
 */
public record ServerSettings(String user, MailService service, List<Target> targets) {

  /** Copies the list and refuses targets that were not accepted. */
  public ServerSettings {
    targets = List.copyOf(targets);
    if (targets.isEmpty() || targets.stream().anyMatch(t -> t.approval() == null)) {
      throw new IllegalArgumentException("settings are made of approved servers");
    }
  }

  /** Returns the protocol name in Jakarta Mail, for example {@code imaps}. */
  public String protocol() {
    return service.srvLabel();
  }

  /** Returns the host and port of the first server. */
  public Endpoint endpoint() {
    return targets.get(0).endpoint();
  }

  /** Returns the TLS start; TLS is always required. */
  public TlsStart tlsStart() {
    return service.tlsStart();
  }

  /**
   * Returns session properties that name no host. The session finds the servers by the domain, and
   * keeps all identifiers that may prove them. The confirmed servers are among the properties. A
   * server that the domain names later and that was not confirmed is refused. Servers of a
   * directory need the property {@code discovery-directory} beside these, as in {@link
   * ConfigurationFiles#properties}.
   */
  public Map<String, String> properties() {
    Map<String, String> properties = common();
    String confirmed =
        targets.stream()
            .filter(t -> t.approval() == Approval.PERSON)
            .map(t -> t.endpoint().host().text())
            .distinct()
            .collect(Collectors.joining(" "));
    if (!confirmed.isEmpty()) {
      properties.put(key("security.confirmed-targets"), confirmed);
    }
    // the session looks in the source again that named the servers
    switch (endpoint().provenance()) {
      case PACC -> properties.put(key("security.discovery"), "srv-pacc");
      case AUTOCONFIG -> properties.put(key("security.discovery"), "all");
      case SRV, CONFIGURED, DEFAULT_PORT -> {
        // SRV records are looked up by default
      }
    }
    return Collections.unmodifiableMap(properties);
  }

  /**
   * Returns session properties that name the first server, so that nothing is looked up by the
   * domain. Its certificate must carry its own name then. Empty if that name proves nothing,
   * because only unsigned records lead to it.
   */
  public Optional<Map<String, String>> propertiesOfServer() {
    if (targets.get(0).approval() == Approval.SAME_DOMAIN) {
      return Optional.empty();
    }
    Map<String, String> properties = common();
    properties.put(key("host"), endpoint().host().text());
    properties.put(key("port"), Integer.toString(endpoint().port()));
    return Optional.of(Collections.unmodifiableMap(properties));
  }

  /** Returns the session properties of several services, as in {@link #properties()}. */
  public static Map<String, String> properties(List<ServerSettings> services) {
    Map<String, String> all = new TreeMap<>();
    services.forEach(service -> all.putAll(service.properties()));
    return Collections.unmodifiableMap(all);
  }

  private Map<String, String> common() {
    Map<String, String> properties = new TreeMap<>();
    boolean submits = service.protocol() == MailProtocol.SUBMISSION;
    properties.put(submits ? "mail.transport.protocol" : "mail.store.protocol", protocol());
    if (submits) {
      properties.put("mail.transport.protocol.rfc822", protocol());
    }
    properties.put(key("user"), user);
    // set even where it is the default, so that a later answer cannot choose another one
    properties.put(key("security.tls-start"), tlsStart().name().toLowerCase(Locale.ROOT));
    return properties;
  }

  private String key(String rest) {
    return "mail." + protocol() + "." + rest;
  }
}
