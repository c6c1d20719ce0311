package io.github.mailclad.samples.setup;

import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.signin.DeviceSignIn;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Signs a person in for an account with settings of OAuth, on any device with a browser. The first
 * argument is the file of the account's properties, the second one the protocol name. Afterwards
 * the file that {@code oauth-refresh-token-file} names has the refresh token.
 */
public final class SignIn {
  private SignIn() {}

  /** Signs in, or ends with an error. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("two arguments: the file of the properties, the protocol");
    }
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(file);
    }
    Optional<Refusal> refusal = run(properties, arguments[1], Terminal.typing());
    if (refusal.isPresent()) {
      throw new IllegalStateException("no sign-in: " + refusal.get().code());
    }
  }

  /** Returns the refusal, which was shown; empty after a sign-in. */
  static Optional<Refusal> run(Properties properties, String protocol, Terminal terminal) {
    Outcome<Path> written =
        DeviceSignIn.begin(properties, protocol)
            .then(
                signIn -> {
                  terminal.say("Open " + signIn.page());
                  terminal.say("and enter the code " + signIn.userCode());
                  terminal.say("before " + signIn.expiresAt());
                  return signIn.complete();
                });
    terminal.say(
        written
            .refusal()
            .map(refusal -> refusal.explain("sign-in"))
            .orElseGet(() -> "The refresh token is in " + written.get()));
    return written.refusal();
  }
}
