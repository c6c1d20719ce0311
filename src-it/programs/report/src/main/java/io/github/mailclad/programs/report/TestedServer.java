package io.github.mailclad.programs.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of the integration tests, with the test classes that need it. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
enum TestedServer {
  DOVECOT(
      "Dovecot",
      List.of("/usr/sbin/dovecot", "--version"),
      "(\\S+)",
      List.of("servers.LargePartsIT", "servers.RenewalIT"),
      "large parts in windows; a renewal of the certificate, by a wrong one and then by a good one, "
          + "under 50 IMAP connections, Angus's connection pool and kept submission connections"),
  POSTFIX(
      "Postfix, with Dovecot and Exim",
      List.of("/usr/sbin/postconf", "-d", "-h", "mail_version"),
      "(\\S+)",
      List.of("servers.RealServersIT"),
      "IMAP, POP3 and submission by implicit TLS and STARTTLS; SCRAM-SHA-256, PLAIN, LOGIN, "
          + "EXTERNAL; OAUTHBEARER and XOAUTH2, whose tokens a web server confirms, or calls expired"),
  EXIM(
      "Exim, with Dovecot and Postfix",
      List.of("/opt/mailclad-exim/usr/sbin/exim4", "-bV"),
      "Exim version (\\S+)",
      List.of("servers.FoundInDnsIT"),
      "discovery by SRV records, DANE"),
  CYRUS(
      "Cyrus IMAP",
      List.of("cat", "/opt/mailclad-cyrus/usr/lib/cyrus/cyrus-hardwired-config.txt"),
      "PACKAGE_VERSION ([0-9.]+)",
      List.of("servers.CyrusIT"),
      "IMAP and POP3 by implicit TLS and STARTTLS; `auth-mechanisms` with SCRAM-SHA-256, PLAIN or LOGIN. "
          + "By default the login is rejected, because its channel binding is `tls-unique`; the message names the "
          + "setting that logs in, `auth-mechanisms=SCRAM-SHA-256`"),
  OPENSMTPD(
      "OpenSMTPD",
      List.of("/opt/mailclad-opensmtpd/usr/sbin/smtpd", "-h"),
      "OpenSMTPD ([0-9.]+)",
      List.of("servers.OpenSmtpdIT"),
      "submission by implicit TLS and STARTTLS; PLAIN, LOGIN"),
  SIDE_BY_SIDE(
      "These, beside plain Angus",
      List.of(),
      "",
      List.of("servers.SideBySideIT"),
      "the calls of the next section"),
  STUNNEL(
      "stunnel",
      List.of("/opt/mailclad-stunnel/usr/bin/stunnel4", "-version"),
      "stunnel (\\S+)",
      List.of("servers.StunnelIT"),
      "TLS 1.2 only and TLS 1.3 only; TLS 1.0 only and TLS 1.1 only are refused"),
  OPENSSL(
      "OpenSSL, in Node.js",
      List.of("/opt/mailclad-node/bin/node", "-p", "process.versions.openssl"),
      "(\\S+)",
      List.of("tls.PostQuantumIT"),
      "logins with post-quantum key exchanges");

  final String title;
  final List<String> classes;
  final String extent;
  private final List<String> command;
  private final Pattern pattern;

  TestedServer(
      String title, List<String> command, String version, List<String> classes, String extent) {
    this.title = title;
    this.command = command;
    this.pattern = Pattern.compile(version);
    this.classes = classes;
    this.extent = extent;
  }

  /** Returns the version that the server itself prints. */
  String version() throws IOException {
    if (command.isEmpty()) {
      return "as above";
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Matcher matcher = pattern.matcher(printed);
    if (!matcher.find()) {
      throw new IOException("no version of " + title + " in " + printed);
    }
    return matcher.group(1);
  }
}
