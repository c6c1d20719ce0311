package io.github.mailclad.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.matrix.TrustAll;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties of Angus that weaken a connection: each makes plain Angus give something away to a
 * server that must not have it, and makes no difference to Mailclad but a refusal by name.
 */
class WeakeningPropertiesIT {
  private final World world = new World();

  /** The server that must not get anything. */
  enum Wrong {
    /** It speaks no TLS. */
    PLAIN,
    /** Its certificate is good, and names another. */
    NAMED_OTHERWISE
  }

  /**
   * Properties and what they lead to.
   *
   * @param settings without {@code mail.<protocol>.}; {@code {port}} is the port of the wrong
   *     server, to which they lead from an honest one
   * @param code how Mailclad refuses
   */
  record Case(String protocol, Wrong wrong, Map<String, Object> settings, String code) {
    @Override
    public String toString() {
      return protocol + " " + settings.keySet() + " " + code;
    }
  }

  private static Case plain(String protocol, String key, String value, String code) {
    return new Case(protocol, Wrong.PLAIN, Map.of(key, value), code);
  }

  static List<Case> cases() {
    HostnameVerifier everybody = (host, session) -> true;
    return List.of(
        plain("imap", "ssl.enable", "yes", "unsafe-settings"),
        plain("imap", "ssl.enable", "1", "unsafe-settings"),
        plain("pop3", "ssl.enable", "on", "unsafe-settings"),
        plain("smtp", "ssl.enable", "true ", "unsafe-settings"),
        plain("imap", "ssl.enable", "false", "unsafe-settings"),
        plain("smtp", "ssl.enable", "false", "unsafe-settings"),
        // meant as protection, and stripped by a server that does not mention STARTTLS
        plain("imap", "starttls.enable", "true", "plaintext-server"),
        plain("pop3", "starttls.enable", "true", "plaintext-server"),
        plain("smtp", "starttls.enable", "true", "plaintext-server"),
        plain("smtp", "starttls.required", "yes", "unsafe-settings"),
        plain("smtp", "ehlo", "false", "unsafe-settings"),
        plain("smtp", "auth", "true", "plaintext-server"),
        plain("pop3", "apop.enable", "true", "unsafe-settings"),
        plain("imap", "auth.mechanisms", "XOAUTH2", "plaintext-server"),
        new Case(
            "pop3",
            Wrong.PLAIN,
            Map.of("disablecapa", "true", "starttls.enable", "true"),
            "plaintext-server"),
        new Case(
            "imap",
            Wrong.PLAIN,
            Map.of("sasl.enable", "true", "sasl.usecanonicalhostname", "true"),
            "unsafe-settings"),
        new Case(
            "imaps",
            Wrong.NAMED_OTHERWISE,
            Map.of(
                "ssl.socketFactory.class",
                TrustAll.Factory.class.getName(),
                "ssl.socketFactory.port",
                "{port}"),
            "unsafe-settings"),
        new Case(
            "imap",
            Wrong.PLAIN,
            Map.of("socketFactory", SocketFactory.getDefault(), "socketFactory.port", "{port}"),
            "unsafe-settings"),
        new Case("imap", Wrong.PLAIN, Map.of("port", "{port}"), "plaintext-server"),
        new Case(
            "imaps",
            Wrong.NAMED_OTHERWISE,
            Map.of("ssl.checkserveridentity", "false", "ssl.hostnameverifier", everybody),
            "unsafe-settings"),
        new Case(
            "smtps",
            Wrong.NAMED_OTHERWISE,
            Map.of("ssl.checkserveridentity", "FALSE"),
            "unsafe-settings"),
        new Case(
            "pop3s",
            Wrong.NAMED_OTHERWISE,
            Map.of("ssl.checkserveridentity", false),
            "unsafe-settings"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement(
      value = {"D-5-5", "D-5.2-6", "D-5.2-7", "P-SMTP-6"},
      heldBy = {"AngusProperties", "GuardedProperties", "SecuredSocket"})
  void whatWeakensAngusDoesNotWeakenUs(Case each) throws Exception {
    try (TlsFront wrong = wrong(each);
        TlsFront honest = world.server(each.protocol()).start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Properties properties =
          world.trusting(each.protocol(), each.settings().containsValue("{port}") ? honest : wrong);
      properties.setProperty("mail." + each.protocol() + ".timeout", "5000");
      each.settings()
          .forEach(
              (key, value) ->
                  properties.put(
                      "mail." + each.protocol() + "." + key,
                      value.equals("{port}") ? Integer.toString(wrong.port()) : value));

      Application ours = Application.run(world, each.protocol(), properties);
      Refusals.refused(each.code(), world, ours.failure());
      assertEquals(Set.of(), ours.harms(wrong));
      OnTheWire.assertNoSecret(world, honest);
      assertEquals(List.of(), OnTheWire.secrets(world, wrong));
      assertEquals(0, wrong.recorder().clientPlain().length);

      Application.run(world, each.protocol(), World.plainAngus(each.protocol(), properties));
      assertTrue(!OnTheWire.secrets(world, wrong).isEmpty(), "the trap did not spring: " + ours);
    }
  }

  private TlsFront wrong(Case each) {
    TlsFront.Builder server = world.server(each.protocol());
    if (each.wrong() == Wrong.NAMED_OTHERWISE) {
      return server
          .certificate(CertificateBuilder.server().dns("other.example").issuedBy(world.root))
          .start();
    }
    return server.mischief(Mischief.PLAINTEXT).start();
  }
}
