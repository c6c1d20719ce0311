package io.github.mailclad.internal.starttls;

import io.github.mailclad.Refusal;
import java.io.IOException;

/** A refusal in the clear. */
final class RefusedStartException extends IOException implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedStartException(Refusal refusal) {
    super(refusal.summary());
    this.refusal = refusal;
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
