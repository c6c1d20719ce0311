package io.github.mailclad.doctor;

import io.github.mailclad.Host;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.resolver.ValidatingResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of each command that asks DNS. Answers are validated in this process. */
final class DnsOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--dns-server",
      paramLabel = "ADDRESS[:PORT]",
      description = "a recursive DNS server in place of the system's")
  private @Nullable String server;

  @Option(
      names = "--dns-anchors",
      paramLabel = "FILE",
      description = "DS or DNSKEY records to trust in place of the root's; needs --dns-server")
  private @Nullable Path anchors;

  SecureResolver resolver() {
    String asked = server;
    Path trusted = anchors;
    if (asked == null && trusted == null) {
      return ValidatingResolver.ofSystem();
    }
    if (asked == null || trusted == null) {
      throw wrong("--dns-server and --dns-anchors belong together");
    }
    try {
      return ValidatingResolver.asking(
          List.of(socket(asked)), Files.readString(trusted), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private InetSocketAddress socket(String written) throws IOException {
    int colon = written.lastIndexOf(':');
    boolean hasPort =
        colon > 0 && (written.indexOf(':') == colon || written.charAt(colon - 1) == ']');
    Host host = Host.of(hasPort ? written.substring(0, colon) : written);
    if (host.address().isEmpty()) {
      throw wrong("--dns-server is an address: " + written);
    }
    InetAddress address = host.address().get().address();
    return new InetSocketAddress(
        address, hasPort ? Integer.parseInt(written.substring(colon + 1)) : 53);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
