package io.github.mailclad.internal.mailproto;

import java.net.ProtocolException;
import java.util.List;

/** The answer of a server to the question for its capabilities. */
public sealed interface ServerCapabilities {
  /**
   * The server answered.
   *
   * @param words the words of its list, or the lines, in its order; empty if it has no list
   * @param greeting its greeting
   */
  record Listed(List<String> words, Greeting greeting) implements ServerCapabilities {
    /** The number of words at most, more than any server lists. */
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
   * @param problem the reason, in words for people
   */
  record NotReady(String problem) implements ServerCapabilities {}
}
