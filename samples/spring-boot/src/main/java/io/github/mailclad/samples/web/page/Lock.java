package io.github.mailclad.samples.web.page;

import io.github.mailclad.SecurityIndicator;

/**
 * The lock that a page shows. Each indicator has its own shape, with words beside it, so that a
 * reader need not distinguish colours.
 *
 * @param shape the drawing: {@code closed}, {@code open}, {@code pinned} or {@code unknown}
 * @param name the name of the drawing, for those who do not see it
 * @param text its meaning
 */
public record Lock(String shape, String name, String text) {
  /** Returns the lock for an indicator. */
  public static Lock of(SecurityIndicator indicator) {
    return switch (indicator) {
      case CONFIDENTIAL -> new Lock("closed", "Closed lock", indicator.text());
      case NOT_CONFIDENTIAL ->
          new Lock(
              "open",
              "Open lock",
              "Not confidential: nothing keeps others on the way from reading along.");
      case PINNED_NOT_CONFIDENTIAL ->
          new Lock("pinned", "Lock with a warning sign", indicator.text());
      case UNKNOWN_NOT_CONNECTED ->
          new Lock("unknown", "Lock with a question mark", indicator.text());
    };
  }
}
