package io.github.mailclad.samples.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.setup.Warning;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions of the terminal, and the lines that answer them. */
class TerminalTest {
  private static final Warning WARNING =
      new Warning.MinimumDisabled("alice@example.org", Warning.MinimumDisabled.Cause.NO_TLS);

  private static Terminal typing(String lines) {
    return Terminal.reading(new StringReader(lines));
  }

  @ParameterizedTest
  @CsvSource({
    "y/, true",
    "Yes/, true",
    "n/, false",
    "NO/, false",
    "//y/, true",
    "maybe/yes please/n/, false",
    "/maybe/, false",
    "'', false"
  })
  void aWarningIsAnsweredByYesOrNoAlone(String lines, boolean agrees) {
    assertEquals(agrees, typing(lines.replace('/', '\n')).agreesTo(WARNING));
  }

  @Test
  void anEmptyLineIsNoAnswer() {
    assertEquals(Optional.of("alice@example.org"), typing("\n  \n alice@example.org \n").ask("?"));
    assertEquals(Optional.empty(), typing("\n").ask("?"));
  }

  @Test
  void aSecretIsTakenAsItIs() {
    assertEquals(Optional.of(" secret "), typing("\n secret \n").askForSecret("?"));
    assertEquals(Optional.empty(), typing("").askForSecret("?"));
  }

  @Test
  void preparedAnswersAreGivenInTheirOrder() {
    Terminal terminal = Terminal.answering("alice@example.org", "y", "secret");
    assertEquals(Optional.of("alice@example.org"), terminal.ask("?"));
    assertEquals(true, terminal.agreesTo(WARNING));
    assertEquals(Optional.of("secret"), terminal.askForSecret("?"));
    assertEquals(Optional.empty(), terminal.ask("?"));
  }
}
