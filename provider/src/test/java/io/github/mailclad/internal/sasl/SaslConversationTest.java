package io.github.mailclad.internal.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.internal.sasl.SaslConversation.Reply.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslConversationTest {
  private static final String TOKEN = "token-that-occurs-nowhere-else";

  /** A server that rejects a login at once, with a text. */
  private record Rejecting(String text) implements SaslConversation.Framing {
    @Override
    public boolean begin(String mechanism, Optional<String> initial) {
      return true;
    }

    @Override
    public void send(String line) {
      throw new AssertionError(line);
    }

    @Override
    public Outcome<Reply> receive() {
      return Outcome.of(new Reply(Progress.FAILURE, text));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 385})
  void aTokenThatTheServerRepeatsIsHidden(int before) throws IOException {
    SaslExchange exchange = BearerExchange.xoauth2("alice", TOKEN);
    String response =
        Base64.getEncoder()
            .encodeToString(
                ("user=alice\u0001auth=Bearer " + TOKEN + "\u0001\u0001")
                    .getBytes(StandardCharsets.US_ASCII));
    // a text is shown up to 400 characters
    String filler = "x".repeat(before);
    assertEquals(filler + "***, ***.", reply(filler + TOKEN + ", " + response + ".", exchange));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no access", ""})
  void anotherTextStays(String text) throws IOException {
    SaslExchange exchange =
        BearerExchange.oauthBearer(
            "alice",
            TOKEN,
            new Endpoint(Host.of("localhost"), 993, Endpoint.Provenance.CONFIGURED));
    assertEquals(text, reply(text, exchange));
  }

  private static String reply(String text, SaslExchange exchange) throws IOException {
    return SaslConversation.run(exchange, new Rejecting(text)).get().orElseThrow().reply();
  }
}
