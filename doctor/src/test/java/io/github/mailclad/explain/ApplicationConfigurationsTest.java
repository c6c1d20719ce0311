package io.github.mailclad.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.explain.PlainAngus.Tls;
import io.github.mailclad.explain.PlainAngus.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings that applications document, explained. Hosts, users and passwords are invented. */
class ApplicationConfigurationsTest {
  @TempDir private Path folder = Path.of("unset");

  /**
   * A configuration.
   *
   * @param tls what plain Angus does; also the trust, and {@code !name} if the name is unchecked
   * @param traps the traps that are failures, as {@code rule:line}
   * @param byHand whether a part of the fix is advice only
   */
  record Case(
      String application, String file, String text, String tls, String traps, boolean byHand) {
    @Override
    public String toString() {
      return application + " " + file;
    }
  }

  private static Case fixable(
      String application, String file, String tls, String traps, String text) {
    return new Case(application, file, text, tls, traps, false);
  }

  private static Case byHand(
      String application, String file, String tls, String traps, String text) {
    return new Case(application, file, text, tls, traps, true);
  }

  static Stream<Case> cases() {
    return Stream.of(
            keycloakAndNexus(), jenkins(), boot(), camel(), libraries(), sites(), servers())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> keycloakAndNexus() {
    return Stream.of(
        fixable(
            "Keycloak",
            "realm.json",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:7 refused-setting:6",
            """
            {
              "realm": "shop",
              "smtpServer": {
                "host": "smtp.example.org",
                "port": "587",
                "ssl": "false",
                "starttls": "true",
                "auth": "true",
                "user": "keycloak",
                "password": "hunter2"
              }
            }
            """),
        fixable(
            "Keycloak",
            "realm-ssl.json",
            "IMPLICIT PLATFORM",
            "",
            """
            {"smtpServer": {"host": "smtp.example.org", "port": "465", "ssl": "true", "password": "hunter2"}}
            """),
        fixable(
            "Nexus",
            "email.json",
            "STARTTLS_IF_OFFERED PLATFORM !name",
            "opportunistic-starttls:7 no-name-check:10 refused-setting:9",
            """
            {
              "enabled": true,
              "host": "smtp.example.org",
              "port": 587,
              "username": "nexus",
              "password": "hunter2",
              "startTlsEnabled": true,
              "startTlsRequired": false,
              "sslOnConnectEnabled": false,
              "sslServerIdentityCheckEnabled": false,
              "nexusTrustStoreEnabled": false
            }
            """));
  }

  private static Stream<Case> jenkins() {
    return Stream.of(
        fixable(
            "Jenkins",
            "jenkins.yaml",
            "NONE PLATFORM",
            "no-tls:7 refused-setting:8",
            """
            unclassified:
              mailer:
                authentication:
                  username: "jenkins"
                  password: "hunter2"
                smtpHost: "smtp.example.org"
                smtpPort: "25"
                useSsl: false
            """),
        fixable(
            "Jenkins",
            "jenkins-tls.yaml",
            "IMPLICIT PLATFORM",
            "",
            """
            unclassified:
              mailer:
                smtpHost: "smtp.example.org"
                smtpPort: "465"
                useSsl: true
            """));
  }

  private static Stream<Case> boot() {
    return Stream.of(
        fixable(
            "Spring Boot",
            "application.properties",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:6",
            """
            spring.mail.host=smtp.example.org
            spring.mail.port=587
            spring.mail.username=shop
            spring.mail.password=hunter2
            spring.mail.properties.mail.smtp.auth=true
            spring.mail.properties.mail.smtp.starttls.enable=true
            """),
        fixable(
            "Spring Boot",
            "application.yml",
            "IMPLICIT EVERY_SERVER !name",
            "trusts-without-proof:8 no-name-check:9",
            """
            spring:
              mail:
                host: smtp.example.org
                port: 465
                protocol: smtps
                password: hunter2
                properties:
                  "[mail.smtps.ssl.trust]": "*"
                  mail.smtps.ssl.checkserveridentity: false
            """),
        fixable(
            "Spring Boot",
            "shop.env",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:4",
            """
            SPRING_MAIL_HOST=smtp.example.org
            SPRING_MAIL_PORT=587
            SPRING_MAIL_PASSWORD=hunter2
            SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE=true
            """),
        byHand(
            "Spring Boot",
            "compose.yaml",
            "NONE PLATFORM",
            "no-tls:5",
            """
            services:
              shop:
                environment:
                  - SPRING_MAIL_HOST=smtp.example.org
                  - SPRING_MAIL_PORT=25
                  - SPRING_MAIL_PASSWORD=hunter2
            """));
  }

  private static Stream<Case> camel() {
    return Stream.of(
        fixable(
            "Camel",
            "route.xml",
            "NONE PLATFORM",
            "no-tls:3",
            """
            <route>
              <from uri="direct:a"/>
              <to uri="smtp://smtp.example.org?username=shop&amp;password=hunter2"/>
            </route>
            """),
        fixable(
            "Camel",
            "camel.properties",
            "IMPLICIT OF_FACTORY",
            "socket-factory:1",
            """
            mail.inbox=imaps://imap.example.org?username=shop&password=hunter2&dummyTrustManager=true
            """),
        fixable(
            "Camel",
            "camel-good.properties",
            "IMPLICIT PLATFORM",
            "",
            """
            inbox=imaps://imap.example.org:993?username=shop&password=RAW(hunter2)&delete=false
            """));
  }

  private static Stream<Case> libraries() {
    return Stream.of(
        fixable(
            "Simple Java Mail",
            "simplejavamail.properties",
            "STARTTLS_IF_OFFERED EVERY_SERVER",
            "opportunistic-starttls:1 trusts-without-proof:5",
            """
            simplejavamail.transportstrategy=SMTP
            simplejavamail.smtp.host=smtp.example.org
            simplejavamail.smtp.port=587
            simplejavamail.smtp.password=hunter2
            simplejavamail.defaults.trustallhosts=true
            """),
        fixable(
            "Simple Java Mail",
            "simplejavamail-smtps.properties",
            "IMPLICIT PLATFORM",
            "",
            """
            simplejavamail.transportstrategy=SMTPS
            simplejavamail.smtp.host=smtp.example.org
            simplejavamail.smtp.port=465
            """),
        fixable(
            "Micronaut",
            "application.properties",
            "NONE PLATFORM",
            "no-tls:2",
            """
            javamail.properties.mail.smtp.host=smtp.example.org
            javamail.properties.mail.smtp.port=25
            """),
        fixable(
            "Grails",
            "application.yml",
            "IMPLICIT_OR_CLEARTEXT PLATFORM",
            "cleartext-fallback:9",
            """
            grails:
              mail:
                host: smtp.example.org
                port: 465
                password: hunter2
                props:
                  mail.smtp.auth: "true"
                  mail.smtp.socketFactory.port: "465"
                  mail.smtp.socketFactory.class: javax.net.ssl.SSLSocketFactory
            """));
  }

  private static Stream<Case> sites() {
    return Stream.of(
        fixable(
            "DSpace",
            "dspace.cfg",
            "IMPLICIT PLATFORM",
            "",
            """
            mail.server = smtp.example.org
            mail.server.username = dspace
            mail.server.password = hunter2
            mail.extraproperties = mail.smtp.socketFactory.port=465, \\
              mail.smtp.socketFactory.class=javax.net.ssl.SSLSocketFactory, \\
              mail.smtp.socketFactory.fallback=false
            """),
        byHand(
            "DSpace",
            "local.cfg",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:4",
            """
            mail.server = smtp.example.org
            mail.server.port = 587
            mail.server.password = hunter2
            mail.extraproperties = mail.smtp.starttls.enable=true, mail.smtp.auth=true
            """),
        fixable(
            "XWiki",
            "xwiki.properties",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:4",
            """
            mail.sender.host = smtp.example.org
            mail.sender.port = 587
            mail.sender.password = hunter2
            mail.sender.properties = mail.smtp.starttls.enable = true
            """),
        fixable(
            "Liferay",
            "portal-ext.properties",
            "IMPLICIT PLATFORM",
            "",
            """
            mail.session.mail=true
            mail.session.mail.transport.protocol=smtps
            mail.session.mail.smtps.host=smtp.example.org
            mail.session.mail.smtps.port=465
            mail.session.mail.smtps.password=hunter2
            """));
  }

  private static Stream<Case> servers() {
    return Stream.of(
        fixable(
            "Jakarta Mail",
            "context.xml",
            "STARTTLS_IF_OFFERED PLATFORM",
            "opportunistic-starttls:4",
            """
            <Context>
              <Resource name="mail/Session" auth="Container" type="jakarta.mail.Session"
                        mail.smtp.host="smtp.example.org" mail.smtp.port="587"
                        mail.smtp.starttls.enable="true"
                        mail.smtp.user="shop" password="hunter2"/>
            </Context>
            """),
        fixable(
            "WildFly",
            "standalone.xml",
            "NONE PLATFORM",
            "no-tls:11",
            """
            <server>
              <profile>
                <subsystem xmlns="urn:jboss:domain:mail:4.0">
                  <mail-session name="default" jndi-name="java:jboss/mail/Default">
                    <smtp-server outbound-socket-binding-ref="mail-smtp" username="shop" password="hunter2"/>
                  </mail-session>
                </subsystem>
              </profile>
              <socket-binding-group name="standard-sockets">
                <outbound-socket-binding name="mail-smtp">
                  <remote-destination host="smtp.example.org" port="25"/>
                </outbound-socket-binding>
              </socket-binding-group>
            </server>
            """),
        fixable(
            "WildFly",
            "standalone-ssl.xml",
            "IMPLICIT PLATFORM",
            "",
            """
            <server>
              <mail-session name="default"><smtp-server outbound-socket-binding-ref="m" ssl="true"/></mail-session>
              <outbound-socket-binding name="m"><remote-destination host="smtp.example.org" port="465"/></outbound-socket-binding>
            </server>
            """),
        fixable(
            "Jakarta Mail",
            "catalina.sh",
            "STARTTLS PLATFORM",
            "secrets-in-log:2",
            """
            #!/bin/sh
            JAVA_OPTS="-Dmail.smtp.host=smtp.example.org -Dmail.smtp.port=587 -Dmail.smtp.starttls.required=true -Dmail.smtp.security.tls-start=starttls -Dmail.debug.auth=true"
            """));
  }

  private ExplainedFile explained(Case one) throws Exception {
    Path file = folder.resolve(one.file());
    Files.writeString(file, one.text());
    return new ConfigurationExplainer().explain(file);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAnswerIsRight(Case one) throws Exception {
    Explanation session = only(explained(one));
    assertEquals(one.application(), session.application());
    assertEquals(
        one.tls(),
        session.angus().tls()
            + " "
            + session.angus().trust()
            + (session.angus().nameChecked() ? "" : " !name"));
    assertEquals(one.traps(), traps(session));
    boolean safe = session.mailclad().isUsable() && session.angus().isSafe();
    assertEquals(one.traps().isEmpty() || one.traps().startsWith("secrets-in-log"), safe);
  }

  private static Explanation only(ExplainedFile file) {
    assertEquals(1, file.sessions().size(), () -> file.sessions().toString());
    return file.sessions().get(0);
  }

  private static String traps(Explanation session) {
    return session.traps().stream()
        .filter(trap -> trap.rule().isFailing())
        .map(trap -> trap.rule().id() + ":" + (trap.place() == null ? "-" : trap.place().line()))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFixMakesItSafeAndIsTheLastOne(Case one) throws Exception {
    ExplainedFile before = explained(one);
    assertEquals(one.byHand(), !before.advice().isEmpty(), () -> before.advice().toString());
    boolean wrong = !one.traps().isEmpty();
    if (one.byHand()) {
      return;
    }
    assertEquals(wrong, before.apply().isPresent());
    ExplainedFile after = new ConfigurationExplainer().explain(before.file());
    Explanation session = only(after);
    assertEquals("", traps(session));
    assertTrue(session.angus().isSafe(), () -> session.angus().toString());
    assertTrue(session.mailclad().isUsable());
    assertEquals(List.of(), after.diff());
    assertEquals(List.of(), after.advice());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noFormatHasAPassword(Case one) throws Exception {
    List<ExplainedFile> files = List.of(explained(one));
    for (ExplanationFormat format : ExplanationFormat.values()) {
      StringBuilder out = new StringBuilder();
      format.write(files, out);
      assertFalse(out.toString().contains("hunter2"), out::toString);
    }
  }

  @Test
  void tenApplicationsAreKnown() {
    List<String> known = new ArrayList<>();
    cases().map(Case::application).distinct().forEach(known::add);
    assertTrue(known.size() >= 10, known::toString);
    assertTrue(cases().anyMatch(one -> one.tls().startsWith(Tls.NONE.name())));
    assertTrue(cases().anyMatch(one -> one.tls().contains(Trust.EVERY_SERVER.name())));
  }
}
