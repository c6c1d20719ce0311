package io.github.mailclad.internal.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.List;

/** What a search for servers ended with. Lines for people are printable and bounded. */
public sealed interface Search {

  /** What the records have that makes no sense, a line each; it was dropped. */
  List<String> anomalies();

  /**
   * There are servers, all of one service.
   *
   * @param inOrder those to connect to, the first one first; at least one
   * @param ignored what else is published and why it does not count, a line each
   * @param anomalies what makes no sense
   */
  record Found(List<Server> inOrder, List<String> ignored, List<String> anomalies)
      implements Search {
    public Found {
      inOrder = List.copyOf(inOrder);
      ignored = List.copyOf(ignored);
      anomalies = List.copyOf(anomalies);
      if (inOrder.isEmpty()) {
        throw new IllegalArgumentException("nothing was found");
      }
    }
  }

  /**
   * There is none that may be connected to.
   *
   * @param refusal why
   * @param anomalies what makes no sense
   */
  record NotFound(Refusal refusal, List<String> anomalies) implements Search {
    public NotFound {
      anomalies = List.copyOf(anomalies);
    }
  }
}
