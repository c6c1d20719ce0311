package io.github.mailclad.doctor;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.ClientProfile;
import io.github.mailclad.audit.ConnectionExplainer;
import io.github.mailclad.audit.wire.Network;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code connect}. */
@Command(
    name = "connect",
    description = {
      "Connects to one server, and explains the connection.",
      "Without --sign-in there is no login."
    })
final class ConnectCommand implements Callable<Integer> {
  private static final Pattern URL =
      Pattern.compile("([A-Za-z0-9]+)://(\\[[0-9A-Fa-f:.]+]|[^/:@\\[\\]]+)(?::([0-9]{1,5}))?/?");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "URL",
      description =
          "imaps://, imap://, pop3s://, pop3://, submissions:// or submission:// and host[:port]")
  private String url = "";

  @Option(
      names = "--client",
      paramLabel = "CLIENT",
      description = "explain what jdk8, jdk11, jdk17, jdk25 or angus-defaults would get")
  private @Nullable String client;

  @Option(
      names = {"-D", "--property"},
      paramLabel = "NAME=VALUE",
      description = "a property of the session, for example mail.security.trust-anchors=ca.pem")
  private Map<String, String> properties = Map.of();

  @ArgGroup(exclusive = false)
  private @Nullable SignInOptions signIn;

  @Override
  public Integer call() {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw wrong("not a URL such as imaps://imap.example.org: " + url);
    }
    MailService service =
        Stream.of(MailService.values())
            .filter(each -> each.srvLabel().equals(label(parts.group(1))))
            .findFirst()
            .orElseThrow(() -> wrong("not a mail service: " + parts.group(1)));
    Host host = host(parts.group(2));
    int port = parts.group(3) == null ? service.defaultPort() : Integer.parseInt(parts.group(3));
    if (port < 1 || port > 65535) {
      throw wrong("not a port: " + port);
    }
    output.progress("connecting to " + host + " port " + port);
    return output.write(report(service, host, port));
  }

  private AuditReport report(MailService service, Host host, int port) {
    Properties session = new Properties();
    session.putAll(properties);
    SignInOptions person = signIn == null || !signIn.isAsked() ? null : signIn;
    if (person != null) {
      addSignIn(person, service, session);
    }
    ConnectionExplainer explainer =
        new ConnectionExplainer(
            ConnectCommand::addresses, Network.direct(), session, Clock.systemUTC());
    if (person != null) {
      PrintWriter err = spec.commandLine().getErr();
      return explainer.explainLogin(
          service, host, port, person.user(), begun -> SignInOptions.show(begun, err));
    }
    if (client == null) {
      return explainer.explain(service, host, port);
    }
    ClientProfile known =
        ClientProfile.named(client).orElseThrow(() -> wrong("not a known client: " + client));
    return explainer.explain(service, host, port, known);
  }

  private void addSignIn(SignInOptions person, MailService service, Properties session) {
    if (client != null) {
      throw wrong("--client connects without the provider, so --sign-in cannot follow");
    }
    person
        .properties(service.srvLabel())
        .forEach(
            (name, value) -> {
              if (session.putIfAbsent(name, value) != null) {
                throw wrong(name + " is set twice");
              }
            });
  }

  private static String label(String scheme) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "smtps" -> "submissions";
      case "smtp" -> "submission";
      default -> lower;
    };
  }

  private Host host(String text) {
    try {
      return Host.of(text);
    } catch (IllegalArgumentException e) {
      throw wrong("not a host: " + text + ": " + e.getMessage());
    }
  }

  private static List<InetAddress> addresses(Host host) throws IOException {
    return List.of(InetAddress.getAllByName(host.text()));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
