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
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.dns.SecureResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
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
    mixinStandardHelpOptions = true,
    description = "Finds the servers of an address in DNS, and explains the decision.")
final class DiscoverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DnsOptions dns = new DnsOptions();

  @Parameters(paramLabel = "ADDRESS", description = "for example alice@example.org")
  private String address = "";

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
      throw new ParameterException(spec.commandLine(), "not an address: " + address);
    }
    SecureResolver resolver = dns.resolver();
    output.progress("asking DNS about " + address);
    Explained explained = new DiscoveryExplainer(resolver, Clock.systemUTC()).explain(address);
    return output.write(connect ? connected(explained, resolver) : explained.report());
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
