package io.github.mailclad.doctor;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.dns.AnchorRecords;
import io.github.mailclad.resolver.ValidatingResolver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
    if (asked == null && trusted != null) {
      throw wrong("--dns-anchors needs --dns-server");
    }
    try {
      return asked == null
          ? ValidatingResolver.ofSystem()
          : ValidatingResolver.asking(
              List.of(socket(asked)),
              trusted == null ? AnchorRecords.shipped() : Files.readString(trusted),
              Clock.systemUTC());
    } catch (IOException e) {
      throw wrong("cannot read " + trusted);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private InetSocketAddress socket(String written) {
    int colon = written.lastIndexOf(':');
    boolean hasPort =
        colon > 0 && (written.indexOf(':') == colon || written.charAt(colon - 1) == ']');
    String port = hasPort ? written.substring(colon + 1) : "53";
    Optional<IpId> address =
        Host.parse(hasPort ? written.substring(0, colon) : written).flatMap(Host::address);
    if (address.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw wrong("--dns-server is an address with or without a port: " + written);
    }
    return new InetSocketAddress(address.get().address(), Integer.parseInt(port));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
