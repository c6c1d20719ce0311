package io.github.mailclad.internal.mailproto;

import java.net.ProtocolException;
import java.util.List;

/** The answer of a server that was asked what it can do. */
public sealed interface ServerCapabilities {
  /**
   * The server answered.
   *
   * @param words the words of its list, or the lines, in its order; none where it has no list
   * @param greeting how it greeted
   */
  record Listed(List<String> words, Greeting greeting) implements ServerCapabilities {
    /** More than any server can do. */
    static final int MOST_WORDS = 1000;

    public Listed {
      words = List.copyOf(words);
    }

    static Listed of(List<String> words, Greeting greeting) throws ProtocolException {
      if (words.size() > MOST_WORDS) {
        throw new ProtocolException("more than " + MOST_WORDS + " capabilities");
      }
      return new Listed(words, greeting);
    }
  }

  /**
   * The server is not ready, or does not serve this protocol.
   *
   * @param problem why, in words for people
   */
  record NotReady(String problem) implements ServerCapabilities {}
}
