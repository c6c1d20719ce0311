package io.github.mailclad.it.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a printed exception says a refusal once, in every format. */
class OnceIT {
  private final World world = new World();

  private static String printed(Throwable exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  private static void assertSaidOnce(@Nullable MessagingException outcome) {
    InsecureConnectionException told = assertInstanceOf(InsecureConnectionException.class, outcome);
    Refusal refusal = told.refusal();
    for (String text : new String[] {printed(told), told.toString()}) {
      assertEquals(1, count(text, refusal.summary()), text);
    }
    assertEquals(0, count(told.toString(), "nested exception"), told.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void aServerThatCannotBeVerified(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      assertSaidOnce(world.tryToConnect(protocol, World.pointing(protocol, server)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void aServerThatDoesNotStartTls(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).mischief(Mischief.PLAINTEXT).start()) {
      Properties properties = world.trusting(protocol, server);
      properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
      assertSaidOnce(world.tryToConnect(protocol, properties));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3", "smtp"})
  void aLoginThatCannotBeTried(String protocol) throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(world.certificate)
            .dialogue(LoginIT.offering(protocol, "NTLM"))
            .start()) {
      assertSaidOnce(world.tryToConnect(protocol, world.trusting(protocol, server)));
    }
  }
}
