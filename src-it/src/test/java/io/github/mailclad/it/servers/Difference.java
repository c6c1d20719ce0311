package io.github.mailclad.it.servers;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A difference between the results under plain Angus and under Mailclad, with its reason. */
enum Difference {
  CHUNKING_POSTFIX(
      "Postfix",
      "Ok: N bytes queued",
      "Ok: queued",
      "the reply of Postfix to a message",
      "`250 2.0.0 Ok: queued as …`",
      "`250 2.0.0 Ok: 307 bytes queued as …`",
      "messages are sent by `BDAT` if the server has `CHUNKING`, and Postfix then replies with the size"),
  CHUNKING_EXIM(
      "Exim",
      "250- N byte chunk, total N 250 OK",
      "250 OK",
      "the reply of Exim to a message",
      "`250 OK id=…`",
      "`250- 307 byte chunk, total 307` and `250 OK id=…`",
      "messages are sent by `BDAT` if the server has `CHUNKING`, and Exim then replies with the size"),
  REJECTED_LOGIN(
      "localhost:PORT rejected the login: (.*) check the user name and .* Authenticator",
      "$1",
      "the text of `AuthenticationFailedException`",
      "the reply of the server",
      "the endpoint, the reply of the server, and what to check",
      "most rejected logins are settings; the class is the same"),
  PREAUTH(
      "InsecureConnectionException .*\\[unexpected-preauth\\].*",
      "true",
      "a server that greets with `PREAUTH`",
      "connected without a login",
      "`InsecureConnectionException` with the code `unexpected-preauth`",
      "it is accepted only after a client certificate: otherwise the server cannot know the user"),
  SILENT_SERVER(
      "InsecureConnectionException .*\\[login-timeout\\].* <- (MessagingException .*) <- RefusedException login-timeout",
      "$1",
      "a server that is silent before the login",
      "`MessagingException`",
      "`InsecureConnectionException` with the code `login-timeout`; the cause is the same",
      "the time of a login is limited as a whole, and the exception names the limit; it is a `MessagingException` too"),
  NO_SERVER(
      "timeout 30000",
      "timeout -1",
      "the text of `MailConnectException`",
      "`timeout -1`",
      "`timeout 30000`",
      "the time to connect has a limit by default"),
  REFUSED_SERVER(
      "(?s)InsecureConnectionException .*\\[identity-mismatch\\].* <- (MessagingException .*)"
          + " <- RefusedException identity-mismatch <- SSLHandshakeException identity-mismatch"
          + " <- RefusedCertificateException identity-mismatch",
      "$1 <- SSLHandshakeException No subject alternative DNS name matching localhost found."
          + " <- CertificateException No subject alternative DNS name matching localhost found.",
      "a certificate for another name",
      "`MessagingException`, caused by `SSLHandshakeException`",
      "`InsecureConnectionException` with the code `identity-mismatch`, caused by the same classes",
      "the message says what was expected, what was presented, and what to do");

  private final String server;
  private final Pattern ours;
  private final String plain;
  private final String subject;
  private final String underAngus;
  private final String underMailclad;
  private final String reason;

  /** At every server. */
  Difference(
      String ours,
      String plain,
      String subject,
      String underAngus,
      String underMailclad,
      String reason) {
    this("", ours, plain, subject, underAngus, underMailclad, reason);
  }

  Difference(
      String server,
      String ours,
      String plain,
      String subject,
      String underAngus,
      String underMailclad,
      String reason) {
    this.server = server;
    this.ours = Pattern.compile(ours);
    this.plain = plain;
    this.subject = subject;
    this.underAngus = underAngus;
    this.underMailclad = underMailclad;
    this.reason = reason;
  }

  /** Returns if this server makes it. */
  boolean isAt(String name) {
    return server.isEmpty() || server.equals(name);
  }

  /** Returns if results under Mailclad have this difference. */
  boolean isIn(String results) {
    return ours.matcher(results).find();
  }

  /** Returns results under Mailclad as they are under plain Angus. */
  String without(String results) {
    return ours.matcher(results).replaceAll(plain);
  }

  /** Returns the rows of the table in the documentation. */
  static String table() {
    return "| | plain Angus | Mailclad | reason |\n|---|---|---|---|\n"
        + Arrays.stream(values())
            .map(
                each ->
                    "| %s | %s | %s | %s |\n"
                        .formatted(each.subject, each.underAngus, each.underMailclad, each.reason))
            .collect(Collectors.joining());
  }
}
