package io.github.mailclad.refusal;

import io.github.mailclad.internal.text.Escaped;
import java.io.Serializable;
import java.util.List;

/**
 * Text that a peer controls, or may control. It contains only printable ASCII: all other characters
 * are escaped, once, and the length is bounded. Text that was escaped before stays as it is.
 *
 * @param escaped the text, safe to print
 */
public record PeerText(String escaped) implements Serializable {
  public PeerText {
    escaped = Escaped.text(escaped);
  }

  /** Returns text of a peer, escaped. */
  public static PeerText of(String raw) {
    return new PeerText(raw);
  }

  /** Returns several texts of a peer, each escaped. */
  public static List<PeerText> listOf(List<String> raw) {
    return raw.stream().map(PeerText::of).toList();
  }

  boolean isEmpty() {
    return escaped.isEmpty();
  }

  boolean startsWith(String beginning) {
    return escaped.startsWith(beginning);
  }

  /** Returns the text, safe to print. */
  @Override
  public String toString() {
    return escaped;
  }
}
