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
  SPRING("spring", "Spring, `JavaMailSenderImpl`", "-", "the message of `MailSendException`"),
  TOMCAT("tomcat", "Tomcat, `MailSessionFactory`", "attributes of the `Resource`", "the exception");

  final String directory;
  final String title;
  final String settings;
  final String refusal;

  Program(String directory, String title, String settings, String refusal) {
    this.directory = directory;
    this.title = title;
    this.settings = settings;
    this.refusal = refusal;
  }
}
