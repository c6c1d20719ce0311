package io.github.mailclad.samples.web.page;

import io.github.mailclad.SecurityIndicator;

/**
 * The lock that a page shows: a shape of its own for each indicator, with words beside it, so that
 * nobody has to tell colours apart.
 *
 * @param shape the drawing: {@code closed}, {@code open}, {@code pinned} or {@code unknown}
 * @param name what is drawn, for those who do not see it
 * @param text what it means
 */
public record Lock(String shape, String name, String text) {
  /** The lock for an indicator. */
  public static Lock of(SecurityIndicator indicator) {
    return switch (indicator) {
      case CONFIDENTIAL -> new Lock("closed", "Closed lock", indicator.text());
      case NOT_CONFIDENTIAL -> new Lock("open", "Open lock", indicator.text());
      case PINNED_NOT_CONFIDENTIAL ->
          new Lock("pinned", "Lock with a warning sign", indicator.text());
      case UNKNOWN_NOT_CONNECTED ->
          new Lock("unknown", "Lock with a question mark", indicator.text());
    };
  }
}
