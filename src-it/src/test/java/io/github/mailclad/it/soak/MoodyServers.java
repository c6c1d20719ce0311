package io.github.mailclad.it.soak;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.ScriptedServer;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Servers of all six services, each with a trouble of its own, and with moods on top: in the middle
 * of a dialogue one falls silent, talks nonsense, says far too much, or hangs up.
 */
final class MoodyServers implements AutoCloseable {
  private static final long DRIP_NANOS = 20_000_000;
  private static final int MOST_DRIPS = 200;
  private static final String MUCH = "x".repeat(90_000);
  private static final List<String> SERVICES =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission");
  private static final List<Mischief> IMPLICIT =
      List.of(Mischief.values()).stream().filter(m -> m != Mischief.EXPECT_STARTTLS).toList();
  private static final List<Mischief> STARTTLS =
      List.of(Mischief.EXPECT_STARTTLS, Mischief.PLAINTEXT, Mischief.SILENT, Mischief.DRIP);

  private final Random random;
  private final World world;
  private final List<Server> servers = new ArrayList<>();

  /** One server, and the protocol name under which it is reached. */
  record Server(String protocol, TlsFront front) {
    /** Returns whether TLS starts by a command. */
    boolean startsInClear() {
      return !protocol.endsWith("s");
    }
  }

  /** A fault of a server in addition to that of its front. */
  private enum Trouble {
    NONE,
    MOODS,
    DRIPPING_GREETING,
    ENDLESS_LINE,
    ENDLESS_LINES,
    HUGE_LITERAL,
    HANGS_UP,
    NOT_EVEN_A_GREETING
  }

  /** As many servers of each service. */
  MoodyServers(World world, long seed, int ofEachService) {
    this.world = world;
    this.random = new Random(seed);
    for (String service : SERVICES) {
      for (int i = 0; i < ofEachService; i++) {
        servers.add(new Server(service, start(service, i)));
      }
    }
  }

  private TlsFront start(String service, int number) {
    boolean implicit = service.endsWith("s");
    List<Mischief> mischiefs = implicit ? IMPLICIT : STARTTLS;
    // every other server does TLS, so that there is a dialogue to go wrong
    Mischief usual = implicit ? Mischief.NONE : Mischief.EXPECT_STARTTLS;
    Mischief mischief = number % 2 == 0 ? usual : mischiefs.get(random.nextInt(mischiefs.size()));
    Trouble[] troubles = Trouble.values();
    Trouble trouble = troubles[random.nextInt(troubles.length)];
    MailDialogue honest = dialogue(service, trouble);
    return world
        .server(service)
        .mischief(mischief)
        .dialogue((MailDialogue) io -> serve(io, trouble, honest))
        .start();
  }

  private MailDialogue dialogue(String service, Trouble trouble) {
    ScriptedServer<?> dialogue =
        switch (service.substring(0, 2)) {
          case "im" -> new ImapDialogue();
          case "po" -> new Pop3Dialogue();
          default -> new SmtpDialogue();
        };
    if (trouble == Trouble.MOODS) {
      dialogue.replyingWith(this::mood);
    }
    return dialogue;
  }

  private Optional<String> mood(String command) {
    int dice;
    synchronized (random) {
      dice = random.nextInt(10);
    }
    return switch (dice) {
      case 0 -> Optional.of("");
      case 1 -> Optional.of("nonsense of all kinds");
      case 2 -> Optional.of("* OK " + MUCH);
      case 3 -> Optional.of("* BYE\r\n-ERR no\r\n421 no");
      default -> Optional.empty();
    };
  }

  private static void serve(Lines io, Trouble trouble, MailDialogue honest) throws IOException {
    switch (trouble) {
      case NONE, MOODS -> honest.serve(io);
      case DRIPPING_GREETING -> {
        for (int i = 0; i < MOST_DRIPS; i++) {
          io.sendRaw("* OK +OK 220-".substring(i % 13, i % 13 + 1));
          LockSupport.parkNanos(DRIP_NANOS);
        }
      }
      case ENDLESS_LINE -> repeat(io, "+OK 220 * OK " + MUCH);
      case ENDLESS_LINES -> repeat(io, "* OK\r\n220-\r\n".repeat(1000));
      case HUGE_LITERAL -> {
        io.send("* OK {2147483647}");
        io.readLine();
      }
      case HANGS_UP -> io.send("* OK");
      case NOT_EVEN_A_GREETING -> io.readLine();
    }
  }

  private static void repeat(Lines io, String octets) throws IOException {
    for (int i = 0; i < 30; i++) {
      io.sendRaw(octets);
    }
  }

  /** One of them. */
  Server any() {
    synchronized (random) {
      return servers.get(random.nextInt(servers.size()));
    }
  }

  /** The secrets that went to any of them in the clear. */
  List<String> leaks() {
    return servers.stream()
        .flatMap(
            server ->
                world.sentinels.foundIn(server.front().recorder().clientClear()).stream()
                    .map(secret -> server.protocol() + ": " + secret))
        .toList();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.front().close());
  }
}
