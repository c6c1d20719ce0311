package io.github.mailclad.angus;

import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a part of a message in large windows, of which two are in flight (RFC 9051, sections 5.5
 * and 6.4.5). Angus's stream asks for small slices in order, and waits a round trip for each. Its
 * first slice is fetched as Angus asks for it; further ones come out of windows.
 *
 * <p>An answer is used only if it has exactly the octets of its window. In every other case Angus
 * fetches the slice itself. The lock of the connection guards the state.
 */
final class FetchWindows {
  /** The most octets of a window. */
  static final int LARGEST = 4 << 20;

  private static final int IN_FLIGHT = 2;

  /** Windows grow while each takes less than this, and two delays of the network. */
  private static final long QUICK_NANOS = 200_000_000;

  private final IMAPProtocol protocol;
  private final LongSupplier nanos;
  private final Deque<Window> windows = new ArrayDeque<>(IN_FLIGHT);
  private final List<Response> unhandled = new ArrayList<>();
  private boolean trusted = true;
  private BodySlice.@Nullable Parser slices;
  private int message;
  private String section = "";
  private int sliceSize;

  /** The offset that a sequential reader asks for next; -1 for none. */
  private int next = -1;

  /** The part was read to its end, or the server gives less than a window of it. */
  private boolean exhausted;

  private boolean renumbered;
  private int size;
  private long delay;
  private long latest;

  /** Creates the windows of a connection, with a clock as {@link System#nanoTime()}. */
  FetchWindows(IMAPProtocol protocol, LongSupplier nanos) {
    this.protocol = protocol;
    this.nanos = nanos;
  }

  /** A window, requested of the server. */
  private static final class Window {
    private final String tag;
    private final int start;
    private final int length;
    private boolean answered;
    private @Nullable ByteArray octets;

    Window(String tag, int start, int length) {
      this.tag = tag;
      this.start = start;
      this.length = length;
    }

    int end() {
      return start + length;
    }
  }

  /**
   * Returns a slice from a window.
   *
   * @return empty if Angus has to fetch the slice
   * @throws ProtocolException if the connection broke, or message numbers changed under the windows
   */
  Optional<BODY> read(int number, String part, int start, int count) throws ProtocolException {
    @Nullable Response end;
    Optional<BODY> slice;
    boolean lost;
    Response[] answers;
    synchronized (protocol) {
      if (!continues(number, part, start) || (windows.isEmpty() && count < sliceSize)) {
        return Optional.empty();
      }
      end = answer(start, count);
      slice = end == null ? sliceAt(start, count) : Optional.empty();
      lost = renumbered && slice.isEmpty();
      answers = takeUnhandled();
      if (end != null) {
        windows.clear();
      }
    }
    // outside of the lock, as in Angus: handlers take other locks, and may run commands
    protocol.notifyResponseHandlers(answers);
    if (end != null) {
      protocol.notifyResponseHandlers(new Response[] {end});
      protocol.handleResult(end);
    }
    if (lost) {
      throw new ProtocolException("message numbers changed while the message was fetched");
    }
    return slice;
  }

  private boolean continues(int number, String part, int start) {
    return trusted
        && !exhausted
        && start == next
        && number == message
        && Ascii.equalsIgnoringCase(part, section);
  }

  /** Reads the window of a slice. Returns the response that ends the connection; null for none. */
  private @Nullable Response answer(int start, int count) {
    while (!windows.isEmpty() && windows.getFirst().end() <= start) {
      windows.removeFirst();
    }
    @Nullable Response end = count == sliceSize ? request(start) : null;
    return end != null || windows.isEmpty() ? end : receive(windows.getFirst());
  }

  /** Requests windows until two are in flight. Returns a failure as a response; null for none. */
  private @Nullable Response request(int start) {
    long unanswered = windows.stream().filter(window -> !window.answered).count();
    int from = windows.isEmpty() ? start : windows.getLast().end();
    try {
      slices = slices == null ? new BodySlice.Parser() : slices;
      // no offset may exceed a number of Angus's
      for (; unanswered < IN_FLIGHT && from < Integer.MAX_VALUE - 2 * LARGEST; unanswered++) {
        String item = "BODY.PEEK[" + section + "]<" + from + "." + size + ">";
        String tag = protocol.writeCommand("FETCH " + message + " (" + item + ")", null);
        windows.addLast(new Window(tag, from, size));
        from += size;
      }
      return null;
    } catch (IOException | ProtocolException e) {
      return Response.byeResponse(e);
    }
  }

  /** Reads until a window is answered. Returns what ends the connection; null for nothing. */
  private @Nullable Response receive(Window wanted) {
    while (!wanted.answered) {
      try {
        Response response = protocol.readResponse();
        if (response.isBYE()) {
          return response;
        }
        accept(response);
      } catch (ProtocolException e) {
        // Angus skips what it cannot parse
        trusted = false;
      } catch (IOException e) {
        return Response.byeResponse(e);
      }
    }
    return null;
  }

  private void accept(Response response) {
    if (response.isTagged()) {
      for (Window window : windows) {
        if (window.tag.equals(response.getTag())) {
          window.answered = true;
          trusted &= response.isOK();
          adapt(nanos.getAsLong());
        }
      }
    } else if (response instanceof FetchResponse fetched && acceptItems(fetched)) {
      return;
    } else if (response instanceof IMAPResponse other) {
      renumbered |= other.keyEquals("EXPUNGE") || other.keyEquals("VANISHED");
    }
    unhandled.add(response);
  }

  private Response[] takeUnhandled() {
    Response[] all = unhandled.toArray(Response[]::new);
    unhandled.clear();
    return all;
  }

  /** Takes the octets of a response. Returns whether it has nothing else. */
  private boolean acceptItems(FetchResponse fetched) {
    boolean onlyOctets = true;
    for (int i = 0; i < fetched.getItemCount(); i++) {
      if (fetched.getItem(i) instanceof BODY body) {
        trusted &= fetched.getNumber() == message && isPlaced(body);
      } else {
        onlyOctets = false;
      }
    }
    return onlyOctets;
  }

  /** Gives octets to the window that asked for them. Returns whether there is such a window. */
  private boolean isPlaced(BODY body) {
    for (Window window : windows) {
      if (!window.answered && window.octets == null && isAnswer(window, body)) {
        window.octets = body.getByteArray();
        return true;
      }
    }
    return false;
  }

  private boolean isAnswer(Window window, BODY body) {
    ByteArray octets = body.getByteArray();
    return body.getOrigin() == window.start
        && (octets == null || octets.getCount() <= window.length)
        && Ascii.equalsIgnoringCase(body.getSection(), section);
  }

  /**
   * Lets windows grow while one is read and used quickly, and shrink while it takes long. So a slow
   * network, and a slow application, have little in flight.
   */
  private void adapt(long now) {
    long took = now - latest;
    long quick = QUICK_NANOS + 2 * delay;
    latest = now;
    if (took <= quick) {
      size = Math.min(2 * size, LARGEST / sliceSize * sliceSize);
    } else if (took > 3 * quick) {
      size = Math.max(size / 2 / sliceSize * sliceSize, sliceSize);
    }
  }

  private Optional<BODY> sliceAt(int start, int count) throws ProtocolException {
    Window window = windows.peekFirst();
    ByteArray all = window == null ? null : window.octets;
    if (window == null
        || all == null
        || slices == null
        || !trusted
        || start + count > window.start + all.getCount()) {
      exhausted = true;
      return Optional.empty();
    }
    next = renumbered ? -1 : start + count;
    if (next == window.start + all.getCount()) {
      // a connection that waits keeps no octets
      window.octets = null;
    }
    ByteArray octets = new ByteArray(all.getBytes(), all.getStart() + start - window.start, count);
    return Optional.of(slices.slice(section, start, octets));
  }

  /**
   * Remembers a slice that Angus fetched since {@code began}. If the server gave all of it, windows
   * may follow.
   */
  void fetched(int number, String part, int start, int count, @Nullable BODY body, long began) {
    synchronized (protocol) {
      boolean samePart = number == message && Ascii.equalsIgnoringCase(part, section);
      exhausted &= samePart && start != 0;
      message = number;
      section = part;
      sliceSize = count;
      size = 2 * count;
      latest = nanos.getAsLong();
      delay = latest - began;
      ByteArray octets = body == null || body.getOrigin() != start ? null : body.getByteArray();
      boolean full = octets != null && octets.getCount() == count;
      next = full && count > 0 && count <= LARGEST / 2 ? start + count : -1;
    }
  }

  /**
   * Reads what is in flight and forgets it, before another command. Call it with the connection
   * locked. If that fails, the connection is closed, and the command fails.
   */
  void settle() {
    next = windows.isEmpty() ? next : -1;
    for (Window window : windows) {
      if (receive(window) != null) {
        protocol.disconnect();
        break;
      }
      window.octets = null;
    }
    windows.clear();
    renumbered = false;
    protocol.notifyResponseHandlers(takeUnhandled());
  }
}
