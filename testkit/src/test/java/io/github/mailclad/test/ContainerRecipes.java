package io.github.mailclad.test;

import jakarta.mail.Session;
import java.util.Properties;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/**
 * The recipes with Testcontainers of docs/testing.md, compiled. TestingPageTest compares both;
 * nothing starts them, since they need Docker.
 */
final class ContainerRecipes {
  private static final TlsFront front = TlsFront.before(1025);

  private ContainerRecipes() {}

  static Session mailpitInPlainText() {
    GenericContainer<?> mailpit =
        new GenericContainer<>("axllent/mailpit").withExposedPorts(1025, 8025);
    mailpit.start();
    TlsFront front = TlsFront.before(mailpit.getHost(), mailpit.getMappedPort(1025));
    Session session = Session.getInstance(front.properties("smtp"));
    return session;
  }

  @DynamicPropertySource
  static void mail(DynamicPropertyRegistry registry) {
    registry.add("spring.mail.host", () -> "localhost");
    registry.add("spring.mail.port", front::port);
    registry.add("spring.mail.properties.mail.smtp.security.trust-anchors", front::authority);
  }

  static Session mailpitWithTls() {
    ServerCertificate certificate = ServerCertificate.forHost("localhost");
    GenericContainer<?> mailpit =
        new GenericContainer<>("axllent/mailpit")
            .withExposedPorts(1025, 8025)
            .withCopyToContainer(Transferable.of(certificate.chain()), "/tls/server.pem")
            .withCopyToContainer(Transferable.of(certificate.privateKey()), "/tls/server.key")
            .withEnv("MP_SMTP_TLS_CERT", "/tls/server.pem")
            .withEnv("MP_SMTP_TLS_KEY", "/tls/server.key")
            .withEnv("MP_SMTP_REQUIRE_TLS", "true");
    mailpit.start();
    Session session =
        Session.getInstance(certificate.properties("smtp", mailpit.getMappedPort(1025)));
    return session;
  }

  static Properties greenMailWithTls() {
    ServerCertificate certificate = ServerCertificate.forHost("localhost");
    GenericContainer<?> greenMail =
        new GenericContainer<>("greenmail/standalone:2.1.13")
            .withExposedPorts(3465, 3993)
            .withCopyToContainer(
                Transferable.of(certificate.keyStore("changeit")), "/tls/server.p12")
            .withEnv(
                "GREENMAIL_OPTS",
                "-Dgreenmail.setup.test.all -Dgreenmail.hostname=0.0.0.0"
                    + " -Dgreenmail.auth.disabled"
                    + " -Dgreenmail.tls.keystore.file=/tls/server.p12"
                    + " -Dgreenmail.tls.keystore.password=changeit");
    greenMail.start();
    Properties properties = certificate.properties("smtp", greenMail.getMappedPort(3465));
    properties.putAll(certificate.properties("imap", greenMail.getMappedPort(3993)));
    return properties;
  }
}
