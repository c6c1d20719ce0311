package io.github.mailclad.it.bench;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a connect-login-logout cycle costs under Mailclad beside plain Angus hardened by hand
 * (implicit TLS, one shared context so that sessions resume, names checked, no fallback). Runs only
 * when asked: {@code mvn -q -pl src-it -am verify -Dit.test=ConnectBenchIT -Dmailclad.bench=true
 * -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}. CPU
 * is that of the connecting thread; the server runs in the same process.
 */
@EnabledIfSystemProperty(named = "mailclad.bench", matches = "true")
class ConnectBenchIT {
  private static final int WARM_UP = 300;
  private static final int BLOCKS = 15;
  private static final int CYCLES = 40;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Issued root = CertificateBuilder.root("Bench Root");
  private final Issued certificate = CertificateBuilder.server().dns("localhost").issuedBy(root);

  /** Nanoseconds of a block of cycles. */
  private record Cost(long cpu, long wall) {}

  /** Whether an application keeps its session, or makes one for each connection. */
  private enum Sessions {
    KEPT,
    NEW
  }

  @ParameterizedTest
  @CsvSource({
    "imaps, KEPT",
    "pop3s, KEPT",
    "smtps, KEPT",
    "imaps, NEW",
    "pop3s, NEW",
    "smtps, NEW"
  })
  void connectLoginLogout(String protocol, Sessions sessions) throws Exception {
    try (TlsFront server =
        TlsFront.builder().certificate(certificate).dialogue(() -> dialogue(protocol)).start()) {
      Properties mailclad = pointing(protocol, server);
      mailclad.put("mail.security.trust-anchors", root.certificate());
      Properties hardened = hardened(protocol, pointing(protocol, server));
      block(protocol, sessions, mailclad, WARM_UP);
      block(protocol, sessions, hardened, WARM_UP);
      List<Double> cpu = new ArrayList<>();
      List<Double> wall = new ArrayList<>();
      List<Double> ours = new ArrayList<>();
      for (int i = 0; i < BLOCKS; i++) {
        Cost a = block(protocol, sessions, mailclad, CYCLES);
        Cost b = block(protocol, sessions, hardened, CYCLES);
        cpu.add((double) a.cpu() / b.cpu());
        wall.add((double) a.wall() / b.wall());
        ours.add(a.cpu() / 1e6 / CYCLES);
      }
      System.out.printf(
          Locale.ROOT,
          "connect-login-logout %s, sessions %s, Mailclad / hardened Angus: CPU %s, wall %s (Mailclad %s ms CPU a cycle)%n",
          protocol,
          sessions,
          spread(cpu),
          spread(wall),
          spread(ours));
    }
  }

  private Cost block(String protocol, Sessions sessions, Properties properties, int cycles)
      throws MessagingException {
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    Session session = Session.getInstance(properties);
    for (int i = 0; i < cycles; i++) {
      session = sessions == Sessions.KEPT ? session : Session.getInstance(properties);
      try (Service service =
          protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
        service.connect("user", "password");
      }
    }
    return new Cost(threads.getCurrentThreadCpuTime() - cpu, System.nanoTime() - wall);
  }

  private Properties hardened(String protocol, Properties properties) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(root.keyStoreTrusting());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    properties.put("mail." + protocol + ".ssl.socketFactory", context.getSocketFactory());
    properties.setProperty("mail." + protocol + ".socketFactory.fallback", "false");
    properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
    properties.setProperty("mail." + protocol + ".ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.setProperty(
        "mail." + protocol + ".class",
        switch (protocol) {
          case "imaps" -> "org.eclipse.angus.mail.imap.IMAPSSLStore";
          case "pop3s" -> "org.eclipse.angus.mail.pop3.POP3SSLStore";
          default -> "org.eclipse.angus.mail.smtp.SMTPSSLTransport";
        });
    return properties;
  }

  private static Properties pointing(String protocol, TlsFront server) {
    Properties properties = new Properties();
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(server.port()));
    return properties;
  }

  private static MailDialogue dialogue(String protocol) {
    return switch (protocol) {
      case "imaps" -> new ImapDialogue();
      case "pop3s" -> new Pop3Dialogue();
      default -> new SmtpDialogue();
    };
  }

  private static String spread(List<Double> values) {
    Collections.sort(values);
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        values.get(values.size() / 2),
        values.get(values.size() / 10),
        values.get(values.size() - 1 - values.size() / 10));
  }
}
