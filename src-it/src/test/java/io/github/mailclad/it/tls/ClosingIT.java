package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder.CloseNotify;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import jakarta.mail.Service;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections end with close_notify, and closing does not wait for the peer. */
class ClosingIT {
  private final World world = new World();

  /** A protocol over a TLS version, to a server that answers close_notify or does not. */
  record Case(String protocol, String version, Mischief server) {}

  static List<Case> cases() {
    return Stream.of("imaps", "pop3s", "smtps")
        .flatMap(
            protocol ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        version ->
                            Stream.of(Mischief.NONE, Mischief.NO_CLOSE_NOTIFY_ANSWER)
                                .map(server -> new Case(protocol, version, server))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Requirement(
      value = {"D-3.4-1", "D-3.4-2", "D-3.1-3", "D-3.2-4", "D-3.3-3"},
      heldBy = "SecuredSocket")
  void aConnectionEndsWithCloseNotifyAndWithoutWaiting(Case each) throws Exception {
    try (TlsFront server =
        world.server(each.protocol()).protocols(each.version()).mischief(each.server()).start()) {
      Service service =
          world.connect(each.protocol(), Duel.of(world, each.protocol(), server).properties());
      long before = System.nanoTime();
      service.close();
      assertTrue(
          Duration.ofNanos(System.nanoTime() - before).toMillis() < 2000, "closing is bounded");
      server.recorder().awaitEnds(OnTheWire.PATIENCE);
      assertEquals(CloseNotify.SEEN, server.recorder().onlyConnection().closeNotifyFromClient());
      assertEquals(0, server.recorder().clientClear().length);
    }
  }
}
