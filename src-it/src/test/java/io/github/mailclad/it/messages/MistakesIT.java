package io.github.mailclad.it.messages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of typing mistakes in plain session properties. The message has the key as it was written,
 * and the remedy. Each message comes from making the mistake.
 */
class MistakesIT {
  private static final Issued OTHER = CertificateBuilder.root("Other Root");

  private final World world = new World();

  @TempDir private Path folder;

  /**
   * One mistake.
   *
   * @param protocol the protocol that is used
   * @param server the server, as far as it is not the usual one
   * @param typed what is set, into properties that would work
   * @param password the password; null for the right one, empty for an empty one
   * @param says what the message has to say
   */
  record Mistake(
      String name,
      String protocol,
      Consumer<TlsFront.Builder> server,
      BiConsumer<Properties, Path> typed,
      @Nullable String password,
      List<String> says) {

    static Mistake of(String name, String protocol, String... typed) {
      return new Mistake(
          name,
          protocol,
          server -> {},
          (properties, folder) -> set(properties, typed),
          null,
          List.of());
    }

    private static void set(Properties properties, String... typed) {
      for (String line : typed) {
        properties.setProperty(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }

    Mistake at(Consumer<TlsFront.Builder> other) {
      return new Mistake(name, protocol, other, typed, password, says);
    }

    Mistake typing(BiConsumer<Properties, Path> more) {
      return new Mistake(name, protocol, server, typed.andThen(more), password, says);
    }

    Mistake password(String other) {
      return new Mistake(name, protocol, server, typed, other, says);
    }

    Mistake says(String... words) {
      return new Mistake(name, protocol, server, typed, password, List.of(words));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Consumer<TlsFront.Builder> speaking(MailDialogue dialogue) {
    return server -> server.dialogue(dialogue);
  }

  private static Consumer<TlsFront.Builder> presenting(Issued certificate) {
    return server -> server.certificate(certificate);
  }

  private static void starttls(TlsFront.Builder server) {
    server.mischief(Mischief.EXPECT_STARTTLS);
  }

  private static void anchorFile(Properties properties, Path folder) {
    try {
      Path file = folder.resolve("our-ca.pem");
      Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(OTHER.certificate().getEncoded())
              + "\n-----END CERTIFICATE-----\n");
      properties.remove("mail.security.trust-anchors");
      properties.setProperty("mail.smtp.security.trust-anchors", file.toString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>();
    all.add(
        Mistake.of("port 587", "smtp", "mail.smtp.port=587")
            .says(
                "the port comes from mail.smtp.port",
                "use port 465",
                "mail.smtp.security.tls-start=starttls"));
    all.add(
        Mistake.of(
                "port 587 with starttls.enable",
                "smtp",
                "mail.smtp.port=587",
                "mail.smtp.starttls.enable=true")
            .says(
                "mail.smtp.security.tls-start=starttls",
                "mail.smtp.starttls.enable alone does not ask for STARTTLS"));
    all.add(
        Mistake.of("STARTTLS server on another port", "smtp")
            .at(MistakesIT::starttls)
            .says(
                "did not start with TLS", "set mail.smtp.security.tls-start=starttls", "port 465"));
    all.add(
        Mistake.of("the same with starttls.required", "imap", "mail.imap.starttls.required=true")
            .at(MistakesIT::starttls)
            .says(
                "set mail.imap.security.tls-start=starttls",
                "port 993",
                "mail.imap.starttls.required alone does not ask for STARTTLS"));
    all.add(
        Mistake.of(
                "tls-start=starttls on a TLS port",
                "smtp",
                "mail.smtp.security.tls-start=starttls",
                "mail.smtp.timeout=1000")
            .says("starts with TLS", "remove mail.smtp.security.tls-start", "use port 587"));
    all.add(
        Mistake.of("misspelt trust-anchors", "smtp", "mail.smtp.security.trust-anchor=/etc/ca.pem")
            .says("mail.smtp.security.trust-anchor", "mail.smtp.security.trust-anchors?"));
    all.add(
        Mistake.of("misspelt tls-start", "smtp", "mail.smtp.security.tls-strat=starttls")
            .says("mail.smtp.security.tls-strat", "did you mean mail.smtp.security.tls-start?"));
    all.add(
        Mistake.of("empty password", "smtp")
            .password("")
            .says("the password is empty", "set the password of the application"));
    all.add(
        Mistake.of("no password", "smtp", "mail.smtp.auth=true", "mail.smtp.user=alice")
            .password("absent")
            .says("a user name is set, but no password", "set the password of the application"));
    all.add(
        Mistake.of("wrong password", "smtp", "mail.smtp.user=alice")
            .at(speaking(new SmtpDialogue().replying("AUTH", "535 5.7.8 Bad credentials")))
            .says(
                "rejected the login: 535 5.7.8 Bad credentials",
                "check the user name (mail.smtp.user) and the password"));
    all.add(
        Mistake.of("wrong authority", "smtp")
            .typing(MistakesIT::anchorFile)
            .says(
                "issued by 'CN=Test Root', which is not trusted",
                "our-ca.pem (it contains: CN=Other Root)",
                "add its certificate to mail.smtp.security.trust-anchors"));
    all.add(
        Mistake.of("no such file", "smtp", "mail.smtp.security.trust-anchors=/nope/ca.pem")
            .typing((properties, folder) -> properties.remove("mail.security.trust-anchors"))
            .says("/nope/ca.pem", "mail.smtp.security.trust-anchors"));
    all.add(
        Mistake.of("trust everybody", "smtp", "mail.smtp.ssl.trust=*")
            .says(
                "mail.smtp.ssl.trust: trusts servers without verifying them",
                "remove it; set mail.smtp.security.trust-anchors"));
    all.add(
        Mistake.of(
                "trust everybody, by Simple Java Mail",
                "smtp",
                "mail.smtp.ssl.trust=*",
                "simplejavamail.transportstrategy=SMTP_TLS")
            .says("Simple Java Mail", "trustingAllHosts(false)"));
    all.add(
        Mistake.of("no check of the name", "imaps", "mail.imaps.ssl.checkserveridentity=false")
            .says(
                "mail.imaps.ssl.checkserveridentity: =false disables the check of the server's host name",
                "mail.imaps.security.trust-anchors"));
    all.add(
        Mistake.of(
                "three at once",
                "smtp",
                "mail.smtp.ssl.trust=*",
                "mail.smtp.ssl.checkserveridentity=false",
                "mail.smtp.security.tls-strat=starttls")
            .says(
                "3 mail properties",
                "mail.smtp.ssl.trust",
                "mail.smtp.ssl.checkserveridentity",
                "mail.smtp.security.tls-strat"));
    all.add(
        Mistake.of("a time with a unit", "smtp", "mail.smtp.security.login-timeout=5s")
            .says("a mail property is not valid", "\"5s\"", "milliseconds"));
    all.add(
        Mistake.of("host by address", "smtp", "mail.smtp.host=127.0.0.1")
            .at(presenting(CertificateBuilder.server().dns("mail.example.org").issuedBy(ROOT)))
            .typing((p, folder) -> p.put("mail.security.trust-anchors", ROOT.certificate()))
            .says("DNS-ID mail.example.org", "(mail.smtp.host)", "instead of the address"));
    all.add(
        Mistake.of("host with a port", "smtp", "mail.smtp.host=localhost:465")
            .says(
                "\"localhost:465\" is not a valid host name: it has a port; write localhost",
                "mail.smtp.host",
                "the port as mail.smtp.port"));
    all.add(
        Mistake.of("host with a comma", "smtp", "mail.smtp.host=localhost,")
            .says("\"localhost,\" is not a valid host name: ',' is not allowed", "mail.smtp.host"));
    all.add(
        Mistake.of(
                "wrong pin",
                "smtp",
                "mail.smtp.security.pins=sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
            .says("matches a pin", "set mail.smtp.security.pins=sha256/"));
    all.add(
        Mistake.of("CRAM-MD5 asked for", "smtp", "mail.smtp.auth.mechanisms=CRAM-MD5")
            .says("mail.smtp.auth.mechanisms", "mail.smtp.security.auth-mechanisms"));
    all.add(
        Mistake.of("level for all", "smtp", "mail.security.minimum-level=none")
            .says("mail.security.minimum-level", "mail.smtp.security.minimum-level"));
    all.add(
        Mistake.of("level misspelt", "smtp", "mail.smtp.security.minimum-level=authentcated")
            .says("mail.smtp.security.minimum-level", "authenticated, encrypted, none"));
    all.add(
        Mistake.of("POP3 server on the IMAP port", "imap")
            .at(speaking(new Pop3Dialogue()))
            .says("wrong-protocol", "received: POP3", "mail.imap.port", "POP3 on 995"));
    all.add(
        Mistake.of("IMAP server on the POP3 port", "pop3")
            .at(speaking(new ImapDialogue()))
            .says("wrong-protocol", "received: IMAP", "mail.pop3.port", "IMAP is on 993"));
    all.add(
        Mistake.of("IMAP server on the SMTP port", "smtp")
            .at(speaking(new ImapDialogue()))
            .says("wrong-protocol", "received: IMAP", "mail.smtp.port", "sending on 465"));
    return all;
  }

  private static final Issued ROOT = CertificateBuilder.root("Test Root");

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedAsItWasTypedAndWithWhatToSet(Mistake mistake) throws Exception {
    TlsFront.Builder builder = world.server(mistake.protocol());
    mistake.server().accept(builder);
    try (TlsFront server = builder.start()) {
      Properties properties = world.trusting(mistake.protocol(), server);
      mistake.typed().accept(properties, folder);

      MessagingException told = connect(mistake, properties);

      assertNotNull(told, "it worked");
      String message = String.valueOf(told.getMessage());
      for (String words : mistake.says()) {
        assertTrue(message.contains(words), words + " in: " + message);
      }
      assertFalse(message.contains("<protocol>"), message);
      assertFalse(told.toString().contains("nested exception"), told.toString());
    }
  }

  private @Nullable MessagingException connect(Mistake mistake, Properties properties)
      throws Exception {
    String password = mistake.password();
    if (password == null) {
      return world.tryToConnect(mistake.protocol(), properties);
    }
    try (Service service = World.service(mistake.protocol(), properties)) {
      service.connect("alice", password.equals("absent") ? null : password);
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }
}
