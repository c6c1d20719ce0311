package io.github.mailclad.it.compat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.compat.PartServer.Manner;
import io.github.mailclad.it.compat.PartServer.Request;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of messages that are fetched in windows are the same as those fetched in small slices. */
@Timeout(120)
class FetchSizeIT {
  private static final int SLICE = 16_384;
  private static final int SIZE = 300_000;

  private final World world = new World();

  /** Work with an open folder. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Folder folder) throws MessagingException, IOException;
  }

  private TlsFront start(PartServer server) {
    return TlsFront.builder().certificate(world.certificate).dialogue(server).start();
  }

  private <T> T with(Side side, PartServer server, Work<T> work, String... settings)
      throws MessagingException, IOException {
    try (TlsFront front = start(server)) {
      return with(session(side, front, settings), work);
    }
  }

  private Session session(Side side, TlsFront front, String... settings) {
    Properties properties = side.properties(world, "imap", front);
    properties.setProperty("mail.imap.timeout", "10000");
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return Session.getInstance(properties);
  }

  private <T> T with(Session session, Work<T> work) throws MessagingException, IOException {
    try (Store store = session.getStore("imap")) {
      store.connect(world.sentinels.user(), world.sentinels.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        return work.in(inbox);
      }
    }
  }

  private static byte[] content(Folder folder) throws MessagingException, IOException {
    try (InputStream in = folder.getMessage(1).getInputStream()) {
      return in.readAllBytes();
    }
  }

  /** Reads the part; a failure is its class, so that two sides can be compared. */
  private static Object outcome(Folder folder) throws MessagingException {
    try {
      return new String(content(folder), ISO_8859_1);
    } catch (IOException e) {
      return e.getClass();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 49_151, 49_152, 49_153, 81_920,
        114_689, 300_000, 1_048_576, 5_000_001
      })
  void aPartOfThatSizeIsTheSame(int size) throws Exception {
    PartServer server = new PartServer(size, Manner.HONEST);
    assertArrayEquals(server.octets(), with(Side.MAILCLAD, server, FetchSizeIT::content));
    PartServer whole = new PartServer(size, Manner.HONEST);
    assertArrayEquals(
        server.octets(),
        with(
            Side.MAILCLAD,
            whole,
            FetchSizeIT::content,
            "mail.imap.ignorebodystructuresize",
            "true"),
        "without its size");
    int slices = (size + SLICE - 1) / SLICE;
    assertTrue(server.fetches().size() <= Math.min(slices + 1, 14), () -> "" + server.fetches());
  }

  @Test
  void smallPartsAndPreviewsAreFetchedAsByAngus() throws Exception {
    for (int size : List.of(1, SLICE, 2 * SLICE)) {
      PartServer ours = new PartServer(size, Manner.HONEST);
      with(Side.MAILCLAD, ours, FetchSizeIT::content);
      PartServer plain = new PartServer(size, Manner.HONEST);
      with(Side.PLAIN_ANGUS, plain, FetchSizeIT::content);
      if (size < 2 * SLICE) {
        assertEquals(plain.fetches(), ours.fetches());
      }
    }
    PartServer preview = new PartServer(SIZE, Manner.HONEST);
    with(
        Side.MAILCLAD,
        preview,
        folder -> {
          try (InputStream in = folder.getMessage(1).getInputStream()) {
            return in.read(new byte[SLICE]);
          }
        });
    assertEquals(List.of("FETCH 1 (BODY[TEXT]<0.16384>)"), preview.fetches());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.imap.security.fetch-size=fixed", "mail.imap.fetchsize=16384"})
  void windowsCanBeSwitchedOff(String setting) throws Exception {
    String[] words = setting.split("=", 2);
    PartServer ours = new PartServer(SIZE, Manner.HONEST);
    assertArrayEquals(
        ours.octets(), with(Side.MAILCLAD, ours, FetchSizeIT::content, words[0], words[1]));
    PartServer plain = new PartServer(SIZE, Manner.HONEST);
    with(Side.PLAIN_ANGUS, plain, FetchSizeIT::content);
    assertEquals(plain.fetches(), ours.fetches());
  }

  /** Answers to windows that are wrong, although every slice of Angus's is answered rightly. */
  static Stream<Arguments> wrongWindows() {
    return Stream.of(
        wrong("the whole part", r -> r.octets(1, "TEXT", "", r.content()) + r.ok()),
        wrong("the whole part from 0", r -> r.octets(1, "TEXT", "<0>", r.content()) + r.ok()),
        wrong("less", r -> from(r, r.window().substring(0, r.window().length() / 3)) + r.ok()),
        wrong("one octet less", r -> from(r, cut(r.window(), 1)) + r.ok()),
        wrong("nothing", r -> from(r, "") + r.ok()),
        wrong("no item", Request::ok),
        wrong("NIL", r -> "* 1 FETCH (BODY[TEXT]<" + r.start() + "> NIL)\r\n" + r.ok()),
        wrong("one more octet", r -> from(r, r.window() + "x") + r.ok()),
        wrong("the next origin", r -> at(r, r.start() + 1) + r.ok()),
        wrong("the previous slice", r -> at(r, r.start() - SLICE) + r.ok()),
        wrong("another message", r -> r.octets(2, "TEXT", origin(r), r.window()) + r.ok()),
        wrong("another section", r -> r.octets(1, "1", origin(r), r.window()) + r.ok()),
        wrong("twice", r -> from(r, r.window()) + from(r, "y".repeat(r.length())) + r.ok()),
        wrong("NO", r -> r.tag() + " NO not so much\r\n"),
        wrong("octets and NO", r -> from(r, "z".repeat(r.length())) + r.tag() + " NO sorry\r\n"),
        wrong("BAD", r -> r.tag() + " BAD not so much\r\n"),
        wrong("an unknown item", r -> "* 1 FETCH (XYZ 1)\r\n" + r.ok()),
        wrong("only flags", r -> "* 1 FETCH (FLAGS (\\Seen))\r\n" + r.ok()));
  }

  private static Arguments wrong(String name, Manner manner) {
    return Arguments.of(name, manner);
  }

  private static String from(Request request, String octets) {
    return request.octets(1, "TEXT", origin(request), octets);
  }

  private static String at(Request request, int start) {
    return request.octets(1, "TEXT", "<" + start + ">", request.window());
  }

  private static String origin(Request request) {
    return "<" + request.start() + ">";
  }

  private static String cut(String text, int octets) {
    return text.substring(0, Math.max(text.length() - octets, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongWindows")
  void aWrongWindowIsNotUsed(String name, Manner wrong) throws Exception {
    for (int right = 0; right < 3; right++) {
      int first = right;
      AtomicInteger windows = new AtomicInteger();
      PartServer server =
          new PartServer(
              SIZE,
              request ->
                  request.isWindow() && windows.getAndIncrement() >= first
                      ? wrong.answer(request)
                      : request.honest());
      assertArrayEquals(server.octets(), with(Side.MAILCLAD, server, FetchSizeIT::content), name);
      assertTrue(windows.get() > first, "a window was asked for");
      assertTrue(windows.get() <= first + 8, () -> "it learns: " + server.fetches());
    }
  }

  /** The same for every answer from some offset on: Angus's own slices are answered so, too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongWindows")
  void aWrongSliceHasTheConsequencesThatAngusGivesIt(String name, Manner wrong) throws Exception {
    for (int from : List.of(0, SLICE, 5 * SLICE)) {
      Manner manner = r -> r.start() >= from ? wrong.answer(r) : r.honest();
      PartServer server = new PartServer(SIZE, manner);
      Object plain = with(Side.PLAIN_ANGUS, new PartServer(SIZE, manner), FetchSizeIT::outcome);
      Object ours = with(Side.MAILCLAD, server, FetchSizeIT::outcome);
      if (name.contains("less")) {
        // Angus takes a short answer for the end, and of a window more is used
        assertTrue(("" + ours).startsWith("" + plain), name);
        assertTrue(new String(server.octets(), ISO_8859_1).startsWith("" + ours), name);
      } else {
        assertEquals(plain, ours, name + " from " + from);
      }
    }
  }

  @Test
  void anyMixtureOfAnswersGivesTheSameOctets() throws Exception {
    List<Manner> manners = wrongWindows().map(arguments -> (Manner) arguments.get()[1]).toList();
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int percent = random.nextInt(60);
      PartServer server =
          new PartServer(
              random.nextInt(900_000),
              request ->
                  request.isWindow() && random.nextInt(100) < percent
                      ? manners.get(random.nextInt(manners.size())).answer(request)
                      : request.honest());
      byte[] read = with(Side.MAILCLAD, server, FetchSizeIT::content);
      assertArrayEquals(server.octets(), read, "seed " + seed);
    }
  }

  @Test
  void responsesBetweenWindowsReachTheFolder() throws Exception {
    Manner talkative =
        r ->
            r.start() == 0
                ? r.honest()
                : "* 3 EXISTS\r\n* 2 FETCH (FLAGS (\\Deleted))\r\n* OK hello\r\n" + r.honest();
    for (Side side : Side.values()) {
      PartServer server = new PartServer(SIZE, talkative);
      with(
          side,
          server,
          folder -> {
            Message second = folder.getMessage(2);
            assertArrayEquals(server.octets(), content(folder));
            assertEquals(3, folder.getMessageCount());
            assertTrue(second.isSet(Flags.Flag.DELETED));
            return side;
          });
    }
  }

  @Test
  void anExpungeBetweenWindowsGivesNoOctetsOfAnotherMessage() throws Exception {
    for (int windows = 0; windows < 3; windows++) {
      int before = windows;
      AtomicInteger answered = new AtomicInteger();
      PartServer server =
          new PartServer(
              SIZE,
              request -> {
                if (request.message() == 1 && request.isWindow()) {
                  return answered.getAndIncrement() == before
                      ? "* 2 EXPUNGE\r\n" + request.honest()
                      : request.honest();
                }
                return request.honest();
              });
      byte[] read = with(Side.MAILCLAD, server, FetchSizeIT::content);
      assertArrayEquals(server.octets(), read);
    }
  }

  @Test
  void anotherCommandReadsWhatIsInFlight() throws Exception {
    PartServer server = new PartServer(SIZE, Manner.HONEST);
    with(
        Side.MAILCLAD,
        server,
        folder -> {
          InputStream first = folder.getMessage(1).getInputStream();
          byte[] read = new byte[SIZE];
          int done = first.readNBytes(read, 0, 20_000);
          assertTrue(folder.getMessage(2).isSet(Flags.Flag.SEEN));
          done += first.readNBytes(read, done, 70_000);
          InputStream second = folder.getMessage(2).getInputStream();
          assertArrayEquals(Arrays.copyOf(server.octets(), 50_000), second.readNBytes(50_000));
          folder.getMessageCount();
          first.readNBytes(read, done, SIZE - done);
          assertArrayEquals(server.octets(), read);
          folder.getMessage(2).getInputStream().readNBytes(50_000);
          folder.close(false);
          folder.open(Folder.READ_ONLY);
          assertArrayEquals(server.octets(), content(folder));
          return folder;
        });
  }

  @Test
  void aConnectionThatEndsInAWindowGivesAnException() throws Exception {
    List<Integer> positions =
        Stream.of(IntStream.range(0, 46), IntStream.of(5_000), IntStream.range(32_800, 32_822))
            .flatMapToInt(each -> each)
            .boxed()
            .toList();
    AtomicInteger position = new AtomicInteger();
    Manner cut = r -> r.isWindow() ? r.honest().substring(0, position.get()) : r.honest();
    try (TlsFront front = start(new PartServer(SIZE, cut))) {
      Session session = session(Side.MAILCLAD, front);
      for (int each : positions) {
        position.set(each);
        Object outcome = with(session, FetchSizeIT::outcome);
        assertTrue(outcome instanceof Class, "cut after " + each + ": " + outcome);
      }
    }
  }

  @Test
  void byeInTheMiddleIsAnException() throws Exception {
    Manner leaving = r -> r.start() < 5 * SLICE ? r.honest() : "* BYE shutting down\r\n";
    assertEquals(
        with(Side.PLAIN_ANGUS, new PartServer(SIZE, leaving), FetchSizeIT::outcome),
        with(Side.MAILCLAD, new PartServer(SIZE, leaving), FetchSizeIT::outcome));
  }
}
