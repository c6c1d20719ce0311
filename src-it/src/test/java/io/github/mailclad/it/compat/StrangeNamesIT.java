package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.Probe;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Provider;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our classes under a protocol name that is not theirs connect nowhere, and never half guarded. */
class StrangeNamesIT {
  private static final String ROOM = "io.github.mailclad.angus.";

  private final World world = new World();

  /** A class of ours, and the name under which it is registered. */
  record Case(String name, String className, String spoken) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case("corpsmtp", "SMTPTransport", "smtp"),
        new Case("corpsmtps", "SMTPSSLTransport", "smtps"),
        new Case("imap", "SMTPSSLTransport", "smtps"),
        new Case("corpimap", "IMAPStore", "imap"),
        new Case("corpimaps", "IMAPSSLStore", "imaps"),
        new Case("pop3s", "IMAPSSLStore", "imaps"),
        new Case("SMTP", "SMTPTransport", "smtp"),
        new Case("corppop", "POP3Store", "pop3"),
        new Case("corppops", "POP3SSLStore", "pop3s"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNameThatIsNotOursIsRefused(Case each) throws Exception {
    for (String level : new String[] {"verified", "none"}) {
      refused(each, level);
    }
  }

  private void refused(Case each, String level) throws Exception {
    TlsFront.Builder wrong =
        TlsFront.builder().certificate(world.certificate).dialogue(World.dialogue(each.spoken()));
    try (TlsFront server = wrong.start()) {
      String prefix = "mail." + each.name() + ".";
      Properties properties = new Properties();
      properties.setProperty("mail.security.minimum-level", level);
      properties.setProperty("mail." + each.spoken() + ".security.minimum-level", level);
      properties.setProperty(prefix + "ssl.trust", "*");
      properties.setProperty(prefix + "ssl.enable", "true");
      properties.setProperty(prefix + "ssl.checkserveridentity", "false");
      Session session = Session.getInstance(properties);
      boolean transport = each.className().startsWith("SMTP");
      Provider provider =
          new Provider(
              transport ? Provider.Type.TRANSPORT : Provider.Type.STORE,
              each.name(),
              ROOM + each.className(),
              "the application",
              null);
      Service service = transport ? session.getTransport(provider) : session.getStore(provider);
      MessagingException told = null;
      try {
        service.connect(
            "localhost", server.port(), world.sentinels.user(), world.sentinels.password());
      } catch (MessagingException e) {
        told = e;
      }
      Refusals.refused("unknown-protocol-name", world, told);
      assertFalse(service.isConnected());
      Probe.Refused probed =
          assertInstanceOf(Probe.Refused.class, ((SecuredService) service).probe());
      assertEquals("unknown-protocol-name", probed.refusal().code());
      assertEquals(List.of(), server.recorder().connections());
      assertEquals(List.of(), OnTheWire.secrets(world, server));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "imaps", "pop3s"})
  void aClassThatIsMadeWithoutAUrlHasItsUsualName(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start();
        Service service = made(protocol, world.trusting(protocol, server), null)) {
      service.connect(
          "localhost", server.port(), world.sentinels.user(), world.sentinels.password());
      assertEquals(1, server.recorder().connections().size());
    }
  }

  private static Service made(String protocol, Properties properties, @Nullable URLName url) {
    Session session = Session.getInstance(properties);
    return switch (protocol) {
      case "smtp" -> new io.github.mailclad.angus.SMTPTransport(session, url);
      case "imaps" -> new io.github.mailclad.angus.IMAPSSLStore(session, url);
      default -> new io.github.mailclad.angus.POP3SSLStore(session, url);
    };
  }
}
