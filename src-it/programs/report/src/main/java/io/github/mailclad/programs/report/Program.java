package io.github.mailclad.programs.report;

/** A program of {@code src-it/programs}, with the facts that its test class relies on. */
enum Program {
  ANT(
      "ant",
      "Ant, `mail` task",
      "`ssl=\"on\"`; Mailclad and Angus before the mail jar that it brings; a private authority in `javax.net.ssl.trustStore`",
      "the log of the build"),
  CAMEL(
      "camel",
      "Apache Camel, producer and consumer",
      "an `smtps:` or `imaps:` URI",
      "the exception, or the exception handler of the consumer"),
  COMMONS_EMAIL(
      "commons-email",
      "Apache Commons Email",
      "`setSSLOnConnect(true)`; Mailclad and Angus before the mail jar that it brings",
      "the cause of `EmailException`"),
  GREENMAIL(
      "greenmail",
      "GreenMail, `GreenMailUtil` and its sessions",
      "`mailSessionProperty` for each setup: `minimum-level=none` without TLS; with TLS its certificate in `trust-anchors`",
      "the cause of the exception"),
  JENKINS(
      "snippets",
      "JenkinsSession",
      "Jenkins mailer (\"Use SSL\"), its properties and calls",
      "-",
      "the exception"),
  KEYCLOAK(
      "snippets",
      "KeycloakSession",
      "Keycloak (\"Enable SSL\"), its properties and calls",
      "a private authority in `javax.net.ssl.trustStore`; Keycloak's own trust store is refused, because it is passed as a socket factory",
      "the exception"),
  LOADING(
      "loading",
      "Ways to load, without a connection ([loading.md](loading.md))",
      "API 2.1.3 to 2.2.0-M1 with each mail jar, Mailclad first and last",
      "one WARNING, or the error of `ProviderCheck.require()`"),
  LOG4J(
      "log4j",
      "log4j 2, `SMTP` appender",
      "`smtpProtocol=\"smtps\"`; no `<SSL>` element, whose settings are refused",
      "the status logger"),
  LOGBACK("logback", "logback, `SMTPAppender`", "`<SSL>true</SSL>` and a port", "the status list"),
  MICRONAUT(
      "micronaut",
      "Micronaut Email, Jakarta Mail sender",
      "`javamail.properties.*` with the protocol `smtps`",
      "the message of `EmailException`"),
  QUARTZ(
      "quartz",
      "Quartz, `SendMailJob`",
      "`mail.smtp.port` and `mail.smtp.auth` in the job's data, which passes on `mail.smtp.*` only",
      "`JobExecutionException`"),
  SIMPLE_JAVA_MAIL(
      "simple-java-mail",
      "Simple Java Mail, with the pool of its batch module",
      "`TransportStrategy.SMTPS`, and `trustingAllHosts(false)`: its default is refused",
      "the cause of `MailerException`"),
  SNIPPETS(
      "snippets",
      ".*Snippet",
      "Copied snippets for Gmail and Office 365",
      "port 465 and `imaps`: -; port 587: `mail.smtp.security.tls-start=starttls`; `ssl.trust` and the like are refused by name",
      "the exception"),
  SPRING("spring", "Spring, `JavaMailSenderImpl`", "-", "the message of `MailSendException`"),
  SPRING_INTEGRATION(
      "spring-integration",
      "Spring Integration 7, `imap-idle-channel-adapter`",
      "an `imaps:` URI",
      "`ImapIdleExceptionEvent`, and the log"),
  SPRING_INTEGRATION_6(
      "spring-integration-6",
      "Spring Integration 6, `imap-idle-channel-adapter`",
      "an `imaps:` URI",
      "`ImapIdleExceptionEvent`, and the log"),
  TOMCAT(
      "tomcat",
      "Tomcat, `MailSessionFactory`, and Jakarta Mail in the container alone",
      "attributes of the `Resource`",
      "the exception; the log at the start, where the container's jars leave POP3 to Angus");

  final String directory;
  final String tests;
  final String title;
  final String settings;
  final String refusal;

  /** Creates a program with a module of its own. */
  Program(String directory, String title, String settings, String refusal) {
    this(directory, ".*", title, settings, refusal);
  }

  /** Creates a program that some test classes of a module run: {@code <tests>Test}. */
  Program(String directory, String tests, String title, String settings, String refusal) {
    this.directory = directory;
    this.tests = tests;
    this.title = title;
    this.settings = settings;
    this.refusal = refusal;
  }
}
