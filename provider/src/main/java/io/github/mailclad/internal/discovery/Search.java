package io.github.mailclad.internal.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.List;

/** The result of a search for servers. Lines for people are printable and bounded. */
public sealed interface Search {

  /** Returns the anomalies of the records, which were dropped, one line each. */
  List<String> anomalies();

  /**
   * There are servers, all of one service.
   *
   * @param inOrder the servers to connect to, in order; at least one
   * @param ignored other published records and why they do not count, one line each
   * @param anomalies records that make no sense, one line each
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
   * There is no server that may be connected to.
   *
   * @param refusal the reason
   * @param anomalies records that make no sense, one line each
   */
  record NotFound(Refusal refusal, List<String> anomalies) implements Search {
    public NotFound {
      anomalies = List.copyOf(anomalies);
    }
  }
}
