package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ports that begin in the clear are refused before a connection. The connection would have to go by
 * way of a proxy, which would have seen it.
 */
class CleartextPortsIT {
  private final World world = new World();

  @ParameterizedTest
  @CsvSource({
    "imap, 143, imaps",
    "pop3, 110, pop3s",
    "smtp, 587, submissions",
    "smtp, 25, submissions"
  })
  @Requirement(
      value = {"D-1-2", "D-1-3", "D-1-4", "D-3.3-5", "D-5.2-6"},
      heldBy = "NamedServer")
  void aCleartextPortIsRefusedBeforeAConnection(String protocol, String port, String service)
      throws Exception {
    try (TlsFront proxy = ConnectProxy.beforeCleartext(World.dialogue(protocol))) {
      List<String> told = new ArrayList<>();
      Properties properties = ConnectProxy.through(proxy, protocol, "mail.example.test");
      Duel duel =
          new Duel(world, protocol, proxy, properties)
              .with("port", port)
              .with(
                  "security.listener",
                  new SecurityListener() {
                    @Override
                    public void onRefused(MailService asked, Endpoint endpoint, Refusal refusal) {
                      told.add(asked.srvLabel() + " " + endpoint + " " + refusal.code());
                    }
                  });

      Refusals.refused("cleartext-port", world, duel.mailclad());
      assertEquals(List.of(service + " mail.example.test:" + port + " cleartext-port"), told);
      OnTheWire.assertNeverConnected(proxy);

      duel.plainAngus();
      OnTheWire.assertLeaked(world, proxy);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "imaps, 143",
    "pop3s, 110",
    "smtps, 587",
    "submissions, 587",
    "submission, 587",
    "submission, 25",
    "submissions, 25"
  })
  @Requirement(
      value = {"D-1-3", "D-1-4", "D-3.3-5"},
      heldBy = "NamedServer")
  void everyNameOfTheServiceRefusesItsCleartextPort(String protocol, String port) throws Exception {
    try (TlsFront proxy = ConnectProxy.beforeCleartext(World.dialogue(protocol))) {
      Properties properties = ConnectProxy.through(proxy, protocol, "mail.example.test");
      Duel duel = new Duel(world, protocol, proxy, properties).with("port", port);
      Refusals.refused("cleartext-port", world, duel.mailclad());
      OnTheWire.assertNeverConnected(proxy);
    }
  }
}
