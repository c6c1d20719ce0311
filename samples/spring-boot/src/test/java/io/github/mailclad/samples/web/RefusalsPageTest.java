package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.embedded.EmbeddedProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningSample
class RefusalsPageTest {
  private final Visitor visitor;

  RefusalsPageTest(@LocalServerPort int port) {
    this.visitor = new Visitor(port);
  }

  @Test
  void refusedConnectionIsExplained() {
    attempt(EmbeddedProvider.MISNAMED);
    Page page = visitor.get("/refusals");
    assertTrue(page.has("The certificate does not name this server"), page.body());
    assertTrue(page.has("DNS-ID mail.hoster.example"), "what was presented");
    assertTrue(page.has("docs/refusals.md#identity-mismatch"));
    assertTrue(page.has("What to do:"));
  }

  @Test
  void domainThatPublishesNothingIsExplained() {
    attempt(EmbeddedProvider.UNPUBLISHED);
    assertTrue(visitor.get("/refusals").has(EmbeddedProvider.UNPUBLISHED.address()));
  }

  @Test
  void serverThatIsTriedTwiceIsOneEntry() {
    attempt(EmbeddedProvider.EXPIRED);
    attempt(EmbeddedProvider.EXPIRED);
    String page = visitor.get("/refusals").body();
    // one for reading mail, one for sending it
    assertEquals(2, page.split("refusals.md#certificate-expired<", -1).length - 1, page);
  }

  private void attempt(EmbeddedProvider provider) {
    Page found =
        visitor.submit(visitor.get("/setup"), "/setup", Map.of("address", provider.address()));
    if (found.has("Servers found")) {
      visitor.submit(found, "/setup/servers");
    }
  }
}
