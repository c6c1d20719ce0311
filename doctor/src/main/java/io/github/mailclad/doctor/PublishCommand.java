package io.github.mailclad.doctor;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.remedy.PublishedRecords;
import io.github.mailclad.remedy.PublishedRecords.Plan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code publish}. */
@Command(
    name = "publish",
    description = {
      "Writes the DNS records of a mail domain: SRV for all six services, and TLSA for the keys of "
          + "the server. Parses its own output. Contacts nothing."
    })
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DOMAIN", description = "the mail domain, for example example.org")
  private String domain = "";

  @Option(
      names = "--server",
      required = true,
      paramLabel = "HOST",
      description = "the host name of the server")
  private String server = "";

  @Option(
      names = "--services",
      split = ",",
      paramLabel = "SERVICE",
      defaultValue = "imaps,submissions",
      description = "imaps, imap, pop3s, pop3, submissions, submission (default: ${DEFAULT-VALUE})")
  private List<String> services = List.of();

  @Option(
      names = {"--certificate", "--key"},
      paramLabel = "PEM",
      description = "the current certificate, or its public key; once for each key type")
  private List<Path> current = List.of();

  @Option(
      names = "--next",
      paramLabel = "PEM",
      description = "the public key or certificate that is going to be used")
  private List<Path> next = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "time to live (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() {
    Plan plan = plan();
    PublishedRecords records = PublishedRecords.of(plan);
    List<String> problems = records.problems(plan);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> spec.commandLine().getErr().println("doctor: " + problem));
      return ExitStatus.UNKNOWN.code();
    }
    PrintWriter out = spec.commandLine().getOut();
    records.lines().forEach(out::println);
    if (!current.isEmpty()) {
      out.println("; TLSA records count in a signed zone only (DNSSEC).");
      out.println(
          next.isEmpty()
              ? "; Before a new key is used: publish its record too (--next), and wait."
              : "; Use the next key after " + 2L * seconds + " s; then drop the old record.");
    }
    out.flush();
    return ExitStatus.GOOD.code();
  }

  private Plan plan() {
    if (current.isEmpty() && !next.isEmpty()) {
      throw wrong("--next needs --certificate: the current key has to be published, too");
    }
    List<PublicKey> keys = new ArrayList<>();
    Stream.concat(current.stream(), next.stream()).map(this::key).forEach(keys::add);
    try {
      return new Plan(Host.of(domain), Host.of(server), services(), keys, seconds);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Set<MailService> services() {
    Set<MailService> found = EnumSet.noneOf(MailService.class);
    for (String name : services) {
      found.add(
          Stream.of(MailService.values())
              .filter(service -> service.srvLabel().equals(name.trim().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> wrong("not a mail service: " + name)));
    }
    return found;
  }

  private PublicKey key(Path file) {
    try {
      String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (pem.contains("PRIVATE KEY-----")) {
        throw wrong(
            file
                + " has a private key, which is not needed: openssl pkey -in KEY -pubout -out PEM");
      }
      @Nullable PublicKey key = publicKey(pem);
      return key != null
          ? key
          : CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
              .getPublicKey();
    } catch (IOException e) {
      throw wrong("cannot read " + file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong(file + " has neither a certificate nor a public key in PEM");
    }
  }

  private static @Nullable PublicKey publicKey(String pem) throws GeneralSecurityException {
    int begin = pem.indexOf("-----BEGIN PUBLIC KEY-----");
    int end = pem.indexOf("-----END PUBLIC KEY-----");
    if (begin < 0 || end < begin) {
      return null;
    }
    String text = pem.substring(begin + 26, end);
    X509EncodedKeySpec encoded = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(text));
    for (String algorithm : List.of("EC", "RSA", "Ed25519", "Ed448")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(encoded);
      } catch (GeneralSecurityException e) {
        // a key of another kind
      }
    }
    throw new GeneralSecurityException("an unknown kind of key");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
