package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.PartServer.Manner;
import io.github.mailclad.it.matrix.Mutant;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guards of fetch windows, each switched off: then wrong octets are read, and only then. */
@Timeout(60)
class FetchGuardMutationIT {
  private static final int SIZE = 300_000;
  private static final Mutant NOTHING = new Mutant("nothing", Map.of());

  private final World world = new World();

  /** A guard that is off, and the server that needs it. */
  record Guard(Mutant mutant, Manner manner) {
    @Override
    public String toString() {
      return mutant.name();
    }
  }

  static Stream<Guard> guards() {
    return Stream.of(
        guard(
            "isAnswer",
            FixedValue.value(true),
            r ->
                r.isWindow()
                    ? r.octets(1, "TEXT", "<0>", r.content().substring(0, r.length())) + r.ok()
                    : r.honest()),
        guard("settle", StubMethod.INSTANCE, Manner.HONEST),
        guard("continues", FixedValue.value(true), Manner.HONEST));
  }

  private static Guard guard(String method, Implementation instead, Manner manner) {
    String type = "angus.FetchWindows";
    return new Guard(
        Mutant.of(
            type + " without " + method,
            type,
            original -> original.method(ElementMatchers.named(method)).intercept(instead)),
        manner);
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(FetchGuardMutationIT.class.getClassLoader());
  }

  @ParameterizedTest
  @MethodSource("guards")
  void withoutTheGuardWrongOctetsAreRead(Guard guard) {
    assertFalse(isRight(guard.mutant(), guard.manner()));
    assertTrue(isRight(NOTHING, guard.manner()));
  }

  private boolean isRight(Mutant mutant, Manner manner) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    PartServer server = new PartServer(SIZE, manner);
    try (TlsFront front =
        TlsFront.builder().certificate(world.certificate).dialogue(server).start()) {
      Properties properties = world.trusting("imap", front);
      properties.setProperty("mail.imap.timeout", "3000");
      try (Store store = Session.getInstance(properties).getStore("imap")) {
        store.connect(world.sentinels.user(), world.sentinels.password());
        try (Folder inbox = store.getFolder("INBOX")) {
          inbox.open(Folder.READ_ONLY);
          return isRight(inbox, server.octets());
        }
      }
    } catch (MessagingException | IOException | RuntimeException e) {
      return false;
    }
  }

  /** Reads a part in two streams, one after the other; the first one is left in the middle. */
  private static boolean isRight(Folder inbox, byte[] octets)
      throws MessagingException, IOException {
    InputStream first = inbox.getMessage(1).getInputStream();
    boolean right = Arrays.equals(Arrays.copyOf(octets, 60_000), first.readNBytes(60_000));
    InputStream second = inbox.getMessage(1).getInputStream();
    return right
        && Arrays.equals(octets, second.readAllBytes())
        && Arrays.equals(Arrays.copyOfRange(octets, 60_000, SIZE), first.readAllBytes());
  }
}
