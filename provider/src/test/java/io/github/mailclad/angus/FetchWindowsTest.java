package io.github.mailclad.angus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.junit.jupiter.api.Test;

/** Sizes of windows, by a clock that goes on with each window. */
class FetchWindowsTest {
  private static final int SLICE = 16_384;
  private static final long MILLI = 1_000_000;

  private final AtomicLong time = new AtomicLong();
  private final Server server = new Server();
  private final IMAPProtocol protocol;
  private final FetchWindows windows;
  private long step;
  private int position;

  FetchWindowsTest() throws IOException {
    protocol =
        new IMAPProtocol(
            server, new PrintStream(server.commands, true, US_ASCII), new Properties(), false);
    windows = new FetchWindows(protocol, () -> time.addAndGet(step));
  }

  /** A server with a part without end, which answers at once. */
  private static final class Server extends InputStream {
    private static final Pattern FETCH =
        Pattern.compile("(\\S+) FETCH 1 \\(BODY\\.PEEK\\[2]<(\\d+)\\.(\\d+)>\\)");

    private final ByteArrayOutputStream commands = new ByteArrayOutputStream();
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int read;

    Server() {
      answers.add("* OK [CAPABILITY IMAP4rev1] ready\r\n".getBytes(US_ASCII));
    }

    private void obey() {
      Matcher command = FETCH.matcher(commands.toString(US_ASCII));
      commands.reset();
      while (command.find()) {
        int start = Integer.parseInt(command.group(2));
        int size = Integer.parseInt(command.group(3));
        starts.add(start);
        sizes.add(size);
        answers.add(("* 1 FETCH (BODY[2]<" + start + "> {" + size + "}\r\n").getBytes(US_ASCII));
        answers.add(new byte[size]);
        answers.add((")\r\n" + command.group(1) + " OK done\r\n").getBytes(US_ASCII));
      }
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int most) {
      obey();
      byte[] answer = answers.peek();
      if (answer == null) {
        return -1;
      }
      int count = Math.min(most, answer.length - read);
      System.arraycopy(answer, read, buffer, from, count);
      read += count;
      if (read == answer.length) {
        answers.remove();
        read = 0;
      }
      return count;
    }
  }

  private void begin(long delay) throws Exception {
    step = 0;
    ByteArray octets = new ByteArray(new byte[SLICE], 0, SLICE);
    BODY first = new BodySlice.Parser().slice("2", 0, octets);
    windows.fetched(1, "2", 0, SLICE, first, time.get() - delay);
    position = SLICE;
  }

  /** Reads on, each window in that time. */
  private void read(int octets, long each) throws Exception {
    step = each;
    for (int end = position + octets; position < end; position += SLICE) {
      BODY slice = windows.read(1, "2", position, SLICE).orElseThrow();
      assertEquals(position, slice.getOrigin());
      assertEquals(SLICE, slice.getByteArray().getCount());
      long ahead = server.starts.stream().filter(start -> start > position).count();
      assertTrue(ahead <= 2, () -> ahead + " windows ahead");
    }
  }

  @Test
  void quickWindowsGrowToTheLargestSize() throws Exception {
    begin(0);
    read(60 << 20, 200 * MILLI);
    assertEquals(List.of(2 * SLICE, 2 * SLICE, 4 * SLICE, 8 * SLICE), server.sizes.subList(0, 4));
    assertEquals(FetchWindows.LARGEST, new TreeSet<>(server.sizes).last());
  }

  @Test
  void windowsThatTakeLongerKeepTheirSize() throws Exception {
    for (long each : List.of(201L, 600L)) {
      begin(0);
      server.sizes.clear();
      server.starts.clear();
      read(4 << 20, each * MILLI);
      assertEquals(List.of(2 * SLICE), List.copyOf(new TreeSet<>(server.sizes)));
      windows.settle();
    }
  }

  @Test
  void slowWindowsShrinkToOneSlice() throws Exception {
    begin(0);
    read(60 << 20, 200 * MILLI);
    read(60 << 20, 601 * MILLI);
    assertEquals(SLICE, server.sizes.get(server.sizes.size() - 1));
  }

  @Test
  void theDelayOfTheNetworkIsNoSlowness() throws Exception {
    begin(1000 * MILLI);
    read(4 << 20, 2200 * MILLI);
    assertTrue(new TreeSet<>(server.sizes).last() > 20 * SLICE, () -> "" + server.sizes);
  }

  @Test
  void anotherPositionOrPartIsFetchedByAngus() throws Exception {
    begin(0);
    assertTrue(windows.read(1, "2", 0, SLICE).isEmpty(), "another offset");
    assertTrue(windows.read(1, "3", SLICE, SLICE).isEmpty(), "another section");
    assertTrue(windows.read(2, "2", SLICE, SLICE).isEmpty(), "another message");
    assertTrue(windows.read(1, "2", SLICE, SLICE - 1).isEmpty(), "the last slice");
    assertEquals(List.of(), server.sizes);
    read(SLICE, MILLI);
    windows.settle();
    assertTrue(windows.read(1, "2", position, SLICE).isEmpty(), "after another command");
  }
}
