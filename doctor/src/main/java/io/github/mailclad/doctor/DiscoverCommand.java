package io.github.mailclad.doctor;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.ConnectionExplainer;
import io.github.mailclad.audit.DiscoveryExplainer;
import io.github.mailclad.audit.DiscoveryExplainer.Explained;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.wire.Network;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.SecureResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code discover}. */
@Command(
    name = "discover",
    description = {
      "Finds the servers of an address, and explains the decision.",
      "Contacts DNS, and web servers for configuration files if --sources names them."
    })
final class DiscoverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DnsOptions dns = new DnsOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(paramLabel = "ADDRESS", description = "for example alice@example.org")
  private String address = "";

  @Option(
      names = "--sources",
      paramLabel = "SOURCES",
      defaultValue = "srv",
      description = {
        "srv (default): SRV records",
        "srv-pacc: also the configuration with a digest in DNS",
        "all: also autoconfig files, and the directory"
      })
  private String sources = "srv";

  @Option(
      names = "--directory",
      paramLabel = "URL",
      description = "a directory of autoconfig files, asked last; needs --sources all")
  private @Nullable URI directory;

  @Option(
      names = "--connect",
      description = "also connect to the servers that need no confirmation, without a login")
  private boolean connect;

  @Option(
      names = {"-D", "--property"},
      paramLabel = "NAME=VALUE",
      description = "a property of the session for --connect")
  private Map<String, String> properties = Map.of();

  @Override
  public Integer call() {
    if (Host.parse(address.substring(address.lastIndexOf('@') + 1)).flatMap(Host::name).isEmpty()
        || address.indexOf('@') < 1) {
      throw wrong("not an address: " + address);
    }
    SecureResolver resolver = dns.resolver();
    Optional<ConfigurationFiles> files = files(resolver);
    output.progress(
        "asking DNS " + (files.isEmpty() ? "" : "and web servers ") + "about " + address);
    DiscoveryExplainer explainer = new DiscoveryExplainer(resolver, Clock.systemUTC());
    Explained explained =
        files.map(explainer::withConfigurationFiles).orElse(explainer).explain(address);
    return output.write(connect ? connected(explained, resolver) : explained.report());
  }

  /** Returns the files to ask for; empty for records alone. */
  private Optional<ConfigurationFiles> files(SecureResolver resolver) {
    if (directory != null && !sources.equals("all")) {
      throw wrong("--directory needs --sources all");
    }
    if (trust.areNamed() && sources.equals("srv")) {
      throw wrong("--anchors needs --sources srv-pacc or all: no web server is asked");
    }
    return switch (sources) {
      case "srv" -> Optional.empty();
      case "srv-pacc" ->
          Optional.of(ConfigurationFiles.pacc(trust.anchors(), resolver, Clock.systemUTC()));
      case "all" -> Optional.of(all(resolver));
      default -> throw wrong("--sources is srv, srv-pacc or all: " + sources);
    };
  }

  private ConfigurationFiles all(SecureResolver resolver) {
    ConfigurationFiles files = ConfigurationFiles.all(trust.anchors(), resolver, Clock.systemUTC());
    URI last = directory;
    if (last == null) {
      return files;
    }
    boolean isBase =
        last.getRawUserInfo() == null
            && last.getRawQuery() == null
            && last.getRawFragment() == null
            && String.valueOf(last.getRawPath()).endsWith("/");
    try {
      if (isBase) {
        return files.withDirectory(last);
      }
    } catch (IllegalArgumentException e) {
      // not https, or without a host
    }
    throw wrong("--directory is an https address that ends with a slash: " + last);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private AuditReport connected(Explained explained, SecureResolver resolver) {
    Properties session = new Properties();
    session.putAll(properties);
    session.put("mail.security.resolver", resolver);
    ConnectionExplainer explainer =
        new ConnectionExplainer(
            host -> addresses(host, resolver), Network.direct(), session, Clock.systemUTC());
    List<Finding> findings = new ArrayList<>(explained.report().findings());
    List<ServerAddress> servers = new ArrayList<>();
    for (ServerSettings settings : explained.accepted()) {
      Endpoint endpoint = settings.endpoint();
      output.progress("connecting to " + endpoint);
      AuditReport one = explainer.explain(settings.service(), endpoint.host(), endpoint.port());
      findings.addAll(one.findings());
      servers.addAll(one.servers());
    }
    AuditReport first = explained.report();
    return new AuditReport(first.subject(), first.time(), first.profile(), findings, servers);
  }

  private static List<InetAddress> addresses(Host host, SecureResolver resolver)
      throws IOException {
    if (host.address().isPresent()) {
      return List.of(host.address().get().address());
    }
    List<InetAddress> found = new ArrayList<>();
    found.addAll(resolver.ipv6(host.text()).toCompletableFuture().join().records());
    found.addAll(resolver.ipv4(host.text()).toCompletableFuture().join().records());
    if (found.isEmpty()) {
      throw new UnknownHostException(host.text());
    }
    return found;
  }
}
