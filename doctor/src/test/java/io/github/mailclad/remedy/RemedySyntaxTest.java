package io.github.mailclad.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mailclad.remedy.Remedy.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Has each server check the lines that operators are advised to write. */
class RemedySyntaxTest {
  private static final Path DOVECONF = Path.of("/usr/bin/doveconf");
  private static final Path POSTCONF = Path.of("/usr/sbin/postconf");
  private static final Path EXIM = Path.of("/opt/mailclad-exim/usr/sbin/exim4");
  private static final Path CYRUS = Path.of("/opt/mailclad-cyrus/usr/lib/cyrus/bin/cyr_info");

  @TempDir private Path folder = Path.of("unset");

  static Stream<Remedy> of(Server server) {
    return RemedyTable.rows().stream()
        .map(RemedyTable.Row::remedy)
        .filter(r -> r.server() == server);
  }

  static Stream<Remedy> dovecot() {
    return of(Server.DOVECOT_2_3);
  }

  static Stream<Remedy> postfix() {
    return of(Server.POSTFIX);
  }

  static Stream<Remedy> exim() {
    return of(Server.EXIM);
  }

  static Stream<Remedy> cyrus() {
    return of(Server.CYRUS).filter(remedy -> remedy.file().equals("imapd.conf"));
  }

  /** The output of a program and its exit code. */
  record Result(int code, String output) {}

  private static Result run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", "/opt/mailclad-cyrus/usr/lib/x86_64-linux-gnu");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** Returns the lines with files that exist here in place of those of the example. */
  private String withFiles(String text) throws IOException {
    Path pem = Files.writeString(folder.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\n");
    return text.replaceAll("/etc/ssl/mail/\\w+\\.pem", pem.toString());
  }

  /** Requires a program where the build has all servers; otherwise the test is reported skipped. */
  private static void needs(Path program) {
    if (System.getProperty("mailclad.servers", "").equals("required")) {
      assertTrue(Files.isExecutable(program), () -> program + " is missing");
    }
    assumeTrue(Files.isExecutable(program), () -> program + " is not installed");
  }

  private Result doveconf(String text) throws Exception {
    Path file = folder.resolve("dovecot.conf");
    Files.writeString(file, "protocols = imap pop3\n" + withFiles(text));
    return run(List.of(DOVECONF.toString(), "-n", "-c", file.toString()));
  }

  @ParameterizedTest
  @MethodSource("dovecot")
  void dovecotReadsItsLines(Remedy remedy) throws Exception {
    needs(DOVECONF);
    Result result = doveconf(remedy.text());
    assertEquals(0, result.code(), result::output);
    for (String problem : List.of("Error", "Fatal", "Warning: Obsolete")) {
      assertFalse(result.output().contains(problem), result::output);
    }
  }

  @Test
  void dovecotNoticesAWrongName() throws Exception {
    needs(DOVECONF);
    assertFalse(doveconf("ssl_minimum_protocol = TLSv1.2\n").code() == 0);
  }

  /** Runs the commands of a remedy on a configuration of its own; returns what Postfix says. */
  private String postconf(String commands) throws Exception {
    Files.writeString(folder.resolve("main.cf"), "compatibility_level = 3.6\n");
    Files.writeString(
        folder.resolve("master.cf"),
        "smtp inet n - y - - smtpd\nsubmissions inet n - y - - smtpd\nsubmission inet n - y - - smtpd\n");
    StringBuilder said = new StringBuilder();
    String postconf = POSTCONF + " -c " + folder;
    for (String command : withFiles(commands).lines().toList()) {
      Result result = run(List.of("sh", "-c", command.replaceFirst("^postconf", postconf)));
      assertEquals(0, result.code(), result::output);
      said.append(result.output());
    }
    said.append(run(List.of("sh", "-c", postconf + " -n 2>&1 >/dev/null")).output());
    return said.append(run(List.of("sh", "-c", postconf + " -P 2>&1 >/dev/null")).output())
        .toString();
  }

  @ParameterizedTest
  @MethodSource("postfix")
  void postfixReadsItsLines(Remedy remedy) throws Exception {
    needs(POSTCONF);
    assertEquals("", postconf(remedy.text()));
  }

  @Test
  void postfixNoticesAWrongName() throws Exception {
    needs(POSTCONF);
    assertTrue(postconf("postconf smtpd_tls_only_auth=yes\n").contains("unused parameter"));
  }

  private Result exim(String text) throws Exception {
    Path file = folder.resolve("exim.conf");
    Files.writeString(file, "primary_hostname = mail.example.org\n" + withFiles(text));
    return run(List.of(EXIM.toString(), "-C", file.toString(), "-bV"));
  }

  @ParameterizedTest
  @MethodSource("exim")
  void eximReadsItsLines(Remedy remedy) throws Exception {
    needs(EXIM);
    Result result = exim(remedy.text());
    assertEquals(0, result.code(), result::output);
    assertFalse(result.output().toLowerCase(Locale.ROOT).contains("error"), result::output);
  }

  @Test
  void eximNoticesAWrongName() throws Exception {
    needs(EXIM);
    assertFalse(exim("tls_advertise_host = *\n").code() == 0);
  }

  private Result cyrus(String text) throws Exception {
    Path options = folder.resolve("imapd.conf");
    Path services = folder.resolve("cyrus.conf");
    Files.writeString(
        options,
        "configdirectory: %s%npartition-default: %s%ncyrus_user: mail%ncyrus_group: mail%n"
                .formatted(folder, folder)
            + withFiles(text));
    Files.writeString(services, RemedyTable.CYRUS_SERVICES);
    // it refuses to run as another user
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of("runuser", "-u", "mail", "--"));
    command.addAll(List.of(CYRUS.toString(), "-C", options.toString()));
    command.addAll(List.of("-M", services.toString(), "conf-lint"));
    return run(command);
  }

  @ParameterizedTest
  @MethodSource("cyrus")
  void cyrusKnowsTheOptions(Remedy remedy) throws Exception {
    needs(CYRUS);
    Result result = cyrus(remedy.text());
    assertEquals("", result.output());
    assertEquals(0, result.code());
  }

  @Test
  void cyrusNoticesAWrongName() throws Exception {
    needs(CYRUS);
    assertTrue(cyrus("allow_plaintext: no\n").output().contains("allow_plaintext"));
  }

  @Test
  void aRemedyIsForTheServiceOfTheFinding() {
    List<Server> ofImap =
        Remedy.of("cleartext-login", "imap").stream().map(Remedy::server).toList();
    assertEquals(List.of(Server.DOVECOT_2_3, Server.DOVECOT_2_4, Server.CYRUS), ofImap);
    List<Server> ofSubmission =
        Remedy.of("cleartext-login", "submission").stream().map(Remedy::server).toList();
    assertEquals(List.of(Server.POSTFIX, Server.EXIM), ofSubmission);
  }

  @Test
  void everyCheckOfTheTableIsInTheCatalogue() throws Exception {
    List<String> known = new ArrayList<>();
    for (var field : Class.forName("io.github.mailclad.audit.Catalogue").getDeclaredFields()) {
      field.setAccessible(true);
      if (field.get(null) instanceof io.github.mailclad.audit.Check check) {
        known.add(check.id());
      }
    }
    assertFalse(known.isEmpty());
    RemedyTable.rows()
        .forEach(
            row -> assertTrue(known.containsAll(row.checks()), () -> "unknown: " + row.checks()));
  }
}
