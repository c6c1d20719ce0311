package io.github.mailclad.doctor;

import io.github.mailclad.audit.Audit;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.AuditSettings;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.Baseline;
import io.github.mailclad.audit.Pace;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.wire.Network;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code audit}. */
@Command(
    name = "audit",
    description = {
      "Examines the mail services that a domain publishes, without a login.",
      "Only its mail servers are contacted, a connection a second to each address,",
      "and its web servers, for the configuration files of mail clients."
    })
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DnsOptions dns = new DnsOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(paramLabel = "DOMAIN", description = "for example example.org")
  private String domain = "";

  @Option(names = "--host", paramLabel = "HOST", description = "a further host to examine")
  private List<String> hosts = List.of();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "rfc8314",
      description = "rfc8314 (default) or modern, which also wants TLS 1.3 and post-quantum")
  private String profile = "rfc8314";

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "judge as on that day, for example 2027-03-15")
  private @Nullable String at;

  @Option(
      names = "--test-injection",
      description = "also send a NOOP behind STARTTLS; ask the operator first")
  private boolean injection;

  @Option(
      names = "--message",
      paramLabel = "FILE",
      description =
          "a message that was submitted through the provider, to read its Received fields")
  private @Nullable Path message;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "compare with that earlier audit")
  private @Nullable Path baseline;

  @Option(
      names = "--save-baseline",
      paramLabel = "FILE",
      description = "write the results for a later --baseline")
  private @Nullable Path saved;

  @Override
  public Integer call() {
    AuditSettings settings =
        new AuditSettings(
            dns.resolver(),
            Network.direct(),
            trust.anchors(),
            instant(),
            Pace.polite(),
            Profile.named(profile).orElseThrow(() -> wrong("not a profile: " + profile)),
            hosts,
            injection ? Injection.TESTED : Injection.SKIPPED,
            received(),
            output::progress);
    Baseline before = before();
    AuditReport report = report(settings);
    if (saved != null) {
      save(Baseline.of(report), saved);
    }
    return output.write(before == null ? report : before.compare(report));
  }

  private AuditReport report(AuditSettings settings) {
    try {
      return new Audit(settings).of(domain);
    } catch (IllegalArgumentException e) {
      throw wrong("not a domain: " + domain + ": " + e.getMessage());
    }
  }

  private List<String> received() {
    Path file = message;
    if (file == null) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String[] fields = new InternetHeaders(in).getHeader("Received");
      if (fields == null) {
        throw wrong("no Received field in " + file);
      }
      return List.of(fields);
    } catch (IOException e) {
      throw wrong("cannot read " + file + ": " + e.getMessage());
    } catch (MessagingException e) {
      throw wrong("not a message: " + file);
    }
  }

  private @Nullable Baseline before() {
    Path file = baseline;
    if (file == null) {
      return null;
    }
    try {
      return Baseline.parse(Files.readString(file));
    } catch (IOException e) {
      throw wrong("cannot read " + file + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrong("not a baseline: " + file + ": " + e.getMessage());
    }
  }

  private void save(Baseline results, Path file) {
    try {
      Files.writeString(file, results.text());
    } catch (IOException e) {
      throw wrong("cannot write " + file + ": " + e.getMessage());
    }
  }

  private Instant instant() {
    if (at == null) {
      return Instant.now();
    }
    try {
      return LocalDate.parse(at).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong("not a day: " + at);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
