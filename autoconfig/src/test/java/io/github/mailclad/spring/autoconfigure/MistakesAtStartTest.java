package io.github.mailclad.spring.autoconfigure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.fixtures.CertificateBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Tests of typing mistakes. The report of the failed start names the property as it was written,
 * and the remedy.
 */
class MistakesAtStartTest {
  /** A session property without the prefix that it has in a configuration file. */
  private static final Pattern BARE_KEY =
      Pattern.compile("(?<!properties\\.)\\bmail\\.(smtp|submissions?|imaps?|security)\\.");

  private static final String SPRING = "spring.mail.";
  private static final String ACCOUNT = "mailclad.accounts.work.";

  @TempDir static Path folder;

  private final Applications applications = new Applications();

  @BeforeAll
  static void files() throws IOException {
    Files.writeString(folder.resolve("garbage.pem"), "no certificate");
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("key.pem"), CertificateBuilder.root("Some Root").keyPem());
  }

  /**
   * A mistake.
   *
   * @param says what the report has to say
   */
  record Case(List<String> properties, List<String> says) {
    boolean isOfSpringMail() {
      return properties.get(0).startsWith(SPRING);
    }

    @Override
    public String toString() {
      return properties.get(properties.size() - 1);
    }
  }

  private static Case spring(String mistake, String... says) {
    return new Case(
        List.of(
            SPRING + "host=localhost",
            SPRING + "username=alice",
            SPRING + "password=secret",
            SPRING + mistake),
        List.of(says));
  }

  private static Case springOnly(List<String> properties, String... says) {
    return new Case(properties.stream().map(SPRING::concat).toList(), List.of(says));
  }

  private static Case account(String mistake, String... says) {
    return account(List.of(mistake), says);
  }

  private static Case account(List<String> mistakes, String... says) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                ACCOUNT + "address=alice@example.org",
                ACCOUNT + "password=secret",
                ACCOUNT + "submission.host=localhost",
                ACCOUNT + "access.host=localhost"));
    mistakes.forEach(
        m ->
            properties.add(m.startsWith("mailclad.") || m.startsWith("spring.") ? m : ACCOUNT + m));
    return new Case(properties, List.of(says));
  }

  static List<Case> ports() {
    return List.of(
        spring(
            "port=587",
            "spring.mail.port: ",
            "spring.mail.properties.mail.smtp.security.tls-start=starttls"),
        spring("port=25", "spring.mail.port: "),
        springOnly(
            List.of(
                "host=localhost", "port=465", "properties.mail.smtp.security.tls-start=starttls"),
            "spring.mail.port: ",
            "starts with TLS",
            "spring.mail.properties.mail.smtp.security.tls-start"),
        account(
            List.of("submission.port=465", "submission.tls-start=starttls"),
            "mailclad.accounts.work.submission.port: ",
            "starts with TLS",
            "mailclad.accounts.work.submission.tls-start"),
        spring(
            "properties.mail.smtp.port=587",
            "spring.mail.properties.mail.smtp.port: ",
            "spring.mail.properties.mail.smtp.security.tls-start=starttls"),
        account(
            "submission.port=587",
            "mailclad.accounts.work.submission.port: ",
            "mailclad.accounts.work.submission.tls-start=starttls"),
        account(
            "submission.port=",
            "mailclad.accounts.work.submission.port: is empty",
            "set a value, or remove it"),
        account("submission.port=abc", "mailclad.accounts.work.submission.port", "abc"));
  }

  static List<Case> typos() {
    return List.of(
        spring(
            "properties.mail.smtp.security.trust-anchor=x.pem",
            "spring.mail.properties.mail.smtp.security.trust-anchor: ",
            "did you mean spring.mail.properties.mail.smtp.security.trust-anchors?"),
        spring(
            "properties.mail.security.tls-strat=starttls",
            "spring.mail.properties.mail.security.tls-strat: ",
            "did you mean spring.mail.properties.mail.security.tls-start?"),
        spring(
            "properties.mail.secruity.trust-anchors=x.pem",
            "spring.mail.properties.mail.secruity.trust-anchors: ",
            "did you mean spring.mail.properties.mail.security.trust-anchors?"),
        spring(
            "properties.mail.smtp.ssl.truts=*",
            "spring.mail.properties.mail.smtp.ssl.truts: ",
            "did you mean spring.mail.properties.mail.smtp.ssl.trust?"),
        account(
            "properties.mail.secruity.trust-anchors=x.pem",
            "mailclad.accounts.work.properties.mail.secruity.trust-anchors: ",
            "did you mean mailclad.accounts.work.properties.mail.security.trust-anchors?"),
        account(
            "properties.mail.submissions.ssl.truts=*",
            "mailclad.accounts.work.properties.mail.submissions.ssl.truts: ",
            "did you mean mailclad.accounts.work.properties.mail.submissions.ssl.trust?"),
        account(
            "submission.prot=465",
            "mailclad.accounts.work.submission.prot: there is no such setting",
            "mailclad.accounts.work.submission.{account-pin, host, port, tls-start}",
            "Did you mean mailclad.accounts.work.submission.port?"),
        account(
            "host=localhost",
            "mailclad.accounts.work.host: there is no such setting",
            "Did you mean mailclad.accounts.work.access.host or mailclad.accounts.work.submission.host?"),
        account(
            "mailclad.acounts.work.address=a@example.org",
            "mailclad.acounts.work.address: there is no such setting",
            "Did you mean mailclad.accounts?"),
        account(
            "mailclad.helth.probe=cached",
            "mailclad.helth.probe: ",
            "Did you mean mailclad.health?"),
        account(
            "minimum-level=authentcated",
            "mailclad.accounts.work.minimum-level: \"authentcated\"",
            "none, encrypted, authenticated",
            "Did you mean authenticated?"),
        account(
            "submission.tls-start=starttl",
            "mailclad.accounts.work.submission.tls-start: \"starttl\"",
            "Did you mean starttls?"),
        account(
            "dane=audit",
            "mailclad.accounts.work.dane: \"audit\"",
            "off, prefer, require, audit-only"),
        account(
            "mailclad.primary=wrok",
            "mailclad.primary: there is no account \"wrok\"",
            "[work]",
            "Did you mean work?"),
        account(
            "properties.mail.security.revocation=hrad",
            "mailclad.accounts.work.properties.mail.security.revocation: ",
            "hard"),
        account(
            "properties.mail.security.profile=moderne",
            "mailclad.accounts.work.properties.mail.security.profile: \"moderne\"",
            "rfc8314, modern-dry-run, modern"),
        spring(
            "properties.mail.smtp.security.profil=modern",
            "spring.mail.properties.mail.smtp.security.profil: ",
            "did you mean spring.mail.properties.mail.smtp.security.profile?"),
        account(
            List.of(
                "properties.mail.security.profile=modern",
                "properties.mail.security.oldest-tls=TLSv1.2"),
            "mailclad.accounts.work.properties.mail.security.oldest-tls: admits TLS 1.2, and profile=modern requires more",
            "remove it, or set mailclad.accounts.work.properties.mail.security.profile=rfc8314"),
        account(
            "mailclad.properties.mail.security.revocaton=hard",
            "mailclad.properties.mail.security.revocaton: ",
            "did you mean mailclad.properties.mail.security.revocation?"));
  }

  static List<Case> credentials() {
    return List.of(
        springOnly(
            List.of("host=localhost", "username=alice"),
            "spring.mail.password: is not set, although spring.mail.username names a user",
            "remove spring.mail.username"),
        springOnly(
            List.of("host=localhost", "username=alice", "password="),
            "spring.mail.password: is empty"),
        springOnly(
            List.of("host=localhost", "username=alice", "password=${NO_SUCH_SECRET:}"),
            "spring.mail.password: is empty",
            "an environment variable may be missing"),
        springOnly(
            List.of("host=localhost", "username=alice", "password=${NO_SUCH_SECRET}"),
            "spring.mail.password: the placeholder ${NO_SUCH_SECRET} has no value"),
        springOnly(
            List.of("host=localhost", "password=secret"),
            "spring.mail.username: is not set, although there is a password (spring.mail.password)"),
        springOnly(
            List.of("host=localhost", "properties.mail.smtp.auth=true"),
            "spring.mail.username: is not set",
            "spring.mail.properties.mail.smtp.auth=true requires a login"),
        new Case(
            List.of(
                ACCOUNT + "address=alice@example.org",
                ACCOUNT + "submission.host=localhost",
                ACCOUNT + "access.host=localhost"),
            List.of(
                "mailclad.accounts.work.password: is not set",
                "mailclad.accounts.work.properties.mail.submissions.auth=false")),
        new Case(
            List.of(ACCOUNT + "username=alice", ACCOUNT + "access.host=localhost"),
            List.of("mailclad.accounts.work.password: is not set, and a mailbox")),
        account("password=", "mailclad.accounts.work.password: is empty"),
        account("password=${NO_SUCH_SECRET:}", "mailclad.accounts.work.password: is empty"),
        account(
            "password=${NO_SUCH_SECRET}",
            "mailclad.accounts.work.password: the placeholder ${NO_SUCH_SECRET} has no value"),
        account(
            List.of("token-supplier=tokens"),
            "mailclad.accounts.work.password: has no effect beside mailclad.accounts.work.token-supplier"),
        account("submission.host=", "mailclad.accounts.work.submission.host: is empty"),
        account("username=", "mailclad.accounts.work.username: is empty"),
        account(
            "token-supplier=tokns",
            "mailclad.accounts.work.token-supplier: there is no bean \"tokns\"",
            "OAuthTokenSupplier: tokens.",
            "Did you mean tokens?"),
        account(
            "token-supplier=mailcladInventory",
            "mailclad.accounts.work.token-supplier: the bean \"mailcladInventory\" is not an instance of OAuthTokenSupplier",
            "OAuthTokenSupplier: tokens."),
        account("policy=", "mailclad.accounts.work.policy: is empty"),
        account(
            "policy=strict",
            "mailclad.accounts.work.policy: there is no bean \"strict\"",
            "SecurityPolicy: strictest.",
            "Did you mean strictest?"),
        account(
            "policy=tokens",
            "mailclad.accounts.work.policy: the bean \"tokens\" is not an instance of SecurityPolicy"),
        policy(
            "minimum-level=authenticated",
            "mailclad.accounts.work.minimum-level: is decided by the policy in mailclad.accounts.work.policy, too"),
        policy(
            "pins=sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "mailclad.accounts.work.pins: is decided by the policy in mailclad.accounts.work.policy, too"),
        policy(
            "properties.mail.security.revocation=soft",
            "mailclad.accounts.work.properties.mail.security.revocation: is decided by the policy in mailclad.accounts.work.policy, too"));
  }

  private static Case policy(String property, String says) {
    return account(List.of("policy=strictest", property), says);
  }

  static List<Case> stores() {
    return List.of(
        account(
            "mailclad.store.data-source=primry",
            "mailclad.store.data-source: there is no bean \"primry\"",
            "spring.datasource.url"),
        account(
            "mailclad.store.data-source=primary",
            "mailclad.store.data-source: the application has no DataSource",
            "mailclad.store.folder"),
        account(
            List.of("mailclad.store.data-source=primary", "mailclad.store.folder=/nowhere"),
            "mailclad.store.data-source: contradicts mailclad.store.folder"));
  }

  static List<Case> bundles() {
    String known = "spring.ssl.bundle.pem.mailca.truststore.certificate=";
    String pem = CertificateBuilder.root("Other Root").pem();
    return List.of(
        springOnly(
            List.of("host=localhost", "ssl.bundle=malca"),
            "spring.mail.ssl.bundle: there is no SSL bundle \"malca\"",
            "spring.ssl.bundle.pem.malca.truststore.certificate"),
        account(
            List.of(known + pem, "ssl.bundle=malca"),
            "mailclad.accounts.work.ssl.bundle: there is no SSL bundle \"malca\"",
            "[mailca]",
            "Did you mean mailca?"),
        account(
            List.of(known + pem, "mailclad.ssl.bundle=malca"),
            "mailclad.ssl.bundle: there is no SSL bundle \"malca\"",
            "Did you mean mailca?"),
        account(
            List.of(
                known + pem, "ssl.bundle=mailca", "properties.mail.security.trust-anchors=x.pem"),
            "mailclad.accounts.work.properties.mail.security.trust-anchors: contradicts the SSL bundle \"mailca\" of mailclad.accounts.work.ssl.bundle",
            "spring.ssl.bundle.pem.mailca.truststore.certificate"),
        new Case(
            List.of(
                SPRING + "host=localhost",
                SPRING + "ssl.bundle=mailca",
                known + pem,
                SPRING + "properties.mail.smtp.security.trust-anchors=x.pem"),
            List.of(
                "spring.mail.properties.mail.smtp.security.trust-anchors: contradicts the SSL bundle \"mailca\" of spring.mail.ssl.bundle",
                "spring.ssl.bundle.pem.mailca.truststore.certificate")),
        new Case(
            List.of(
                SPRING + "host=localhost",
                SPRING + "ssl.bundle=mailca",
                known + pem,
                "spring.ssl.bundle.pem.mailca.options.enabled-protocols=TLSv1.1"),
            List.of(
                "spring.ssl.bundle.pem.mailca.options.enabled-protocols of SSL bundle \"mailca\": ")));
  }

  static List<Case> weaker() {
    return List.of(
        spring(
            "properties.mail.smtp.ssl.trust=*",
            "spring.mail.properties.mail.smtp.ssl.trust: ",
            "spring.mail.properties.mail.smtp.security.trust-anchors"),
        spring("ssl.verify-hostname=false", "spring.mail.ssl.verify-hostname: ", "remove it"),
        spring("ssl.enabled=false", "spring.mail.ssl.enabled: ", "remove it"),
        spring("host=", "spring.mail.host: "),
        spring("host=localhost:465", "spring.mail.host: "),
        account(
            "properties.mail.submissions.ssl.trust=*",
            "mailclad.accounts.work.properties.mail.submissions.ssl.trust: ",
            "mailclad.accounts.work.properties.mail.submissions.security.trust-anchors"),
        account("submission.host=localhost:465", "mailclad.accounts.work.submission.host: "),
        account(
            "minimum-level=encrypted",
            "mailclad.accounts.work.minimum-level: ",
            "mailclad.accounts.work.submission.account-pin"));
  }

  @ParameterizedTest
  @MethodSource({"ports", "typos", "credentials", "stores", "bundles", "weaker"})
  void theReportNamesWhatWasWrittenAndWhatToSet(Case mistake) {
    report(mistake);
  }

  /** Files that cannot be trust anchors, each at both places. */
  @ParameterizedTest
  @ValueSource(strings = {"missing.pem", "garbage.pem", "empty.pem", "folder", "key.pem"})
  void aFileIsReadAtTheStart(String name) {
    String file = folder.resolve(name).toString();
    report(
        spring(
            "properties.mail.smtp.security.trust-anchors=" + file,
            "spring.mail.properties.mail.smtp.security.trust-anchors: cannot be used: "));
    report(
        account(
            "properties.mail.security.trust-anchors=" + file,
            "mailclad.accounts.work.properties.mail.security.trust-anchors: cannot be used: "));
  }

  /** Files that cannot be the trust store of a bundle, at each place that names the bundle. */
  @ParameterizedTest
  @ValueSource(strings = {"missing.pem", "garbage.pem", "empty.pem", "folder"})
  void aBundleIsReadAtTheStart(String name) {
    String file = folder.resolve(name).toUri().toString();
    String made = "spring.ssl.bundle.pem.mailca.truststore.certificate=" + file;
    report(
        new Case(
            List.of(SPRING + "host=localhost", SPRING + "ssl.bundle=mailca", made),
            List.of(
                "spring.mail.ssl.bundle: the SSL bundle \"mailca\" cannot be read: ",
                "spring.ssl.bundle.pem.mailca.truststore.certificate")));
    report(
        account(
            List.of(made, "ssl.bundle=mailca"),
            "mailclad.accounts.work.ssl.bundle: the SSL bundle \"mailca\" cannot be read: ",
            "spring.ssl.bundle.pem.mailca.truststore.certificate"));
  }

  /** A host that was mistyped is no setting of Boot, which makes no sender then. */
  @Test
  void aMistypedHostIsNamedWhereASenderIsMissing() {
    List<String> properties = List.of(SPRING + "hots=localhost", SPRING + "port=465");
    applications
        .with(properties.toArray(String[]::new))
        .withBean("needy", Needy.class)
        .run(
            context -> {
              String report = Reports.ofStart(context.getStartupFailure(), properties);
              assertTrue(report.contains("spring.mail.host is not set"), report);
              assertTrue(report.contains("The setting spring.mail.hots does not exist."), report);
            });
  }

  /** An application's class that sends mail. */
  record Needy(JavaMailSender sender) {}

  private void report(Case mistake) {
    applications
        .with(mistake.properties().toArray(String[]::new))
        .withBean("tokens", OAuthTokenSupplier.class, () -> (user, endpoint) -> "token")
        .withBean("strictest", SecurityPolicy.class, () -> SecurityPolicy.builder().build())
        .run(
            context -> {
              String report = Reports.ofStart(context.getStartupFailure(), mistake.properties());
              mistake.says().forEach(text -> assertTrue(report.contains(text), report));
              assertFalse(report.contains("<protocol>"), report);
              assertFalse(BARE_KEY.matcher(report).find(), report);
              assertFalse(
                  report.contains(mistake.isOfSpringMail() ? "mailclad.accounts" : SPRING), report);
              assertFalse(report.contains("secret"), report);
            });
  }
}
