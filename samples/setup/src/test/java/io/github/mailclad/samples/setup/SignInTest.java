package io.github.mailclad.samples.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.refusal.Refusal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-ins that end before there is a code. */
class SignInTest {
  private static Optional<String> refused(Properties properties) {
    return SignIn.run(properties, "imaps", Terminal.answering()).map(Refusal::code);
  }

  @Test
  void anAccountWithoutOAuthHasNoSignIn() {
    assertEquals(Optional.of("oauth-request-impossible"), refused(new Properties()));
  }

  @Test
  void anIssuerThatIsNotReachedIsNamed(@TempDir Path folder) {
    Properties properties = new Properties();
    properties.setProperty("mail.imaps.security.oauth-issuer", "https://localhost:1");
    properties.setProperty("mail.imaps.security.oauth-client-id", "desktop");
    properties.setProperty(
        "mail.imaps.security.oauth-refresh-token-file", folder.resolve("token").toString());
    assertEquals(Optional.of("oauth-unavailable"), refused(properties));
  }
}
