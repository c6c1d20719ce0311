package io.github.mailclad.internal.mailproto;

import java.net.ProtocolException;
import java.util.List;

/**
 * The answer of a server to the question for its capabilities.
 *
 * @param words the words of its list, or the lines, in its order; empty if it has no list
 * @param greeting its greeting
 */
public record ServerCapabilities(List<String> words, Greeting greeting) {
  /** The number of words at most, more than any server lists. */
  static final int MOST_WORDS = 1000;

  public ServerCapabilities {
    words = List.copyOf(words);
  }

  static ServerCapabilities of(List<String> words, Greeting greeting) throws ProtocolException {
    if (words.size() > MOST_WORDS) {
      throw new ProtocolException("more than " + MOST_WORDS + " capabilities");
    }
    return new ServerCapabilities(words, greeting);
  }
}
