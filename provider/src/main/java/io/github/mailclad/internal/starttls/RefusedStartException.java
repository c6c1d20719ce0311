package io.github.mailclad.internal.starttls;

import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;

/** A refusal in the clear. */
final class RefusedStartException extends IOException implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedStartException(Refusal refusal) {
    super(refusal.code());
    this.refusal = refusal;
  }

  /** Ends it where a server does not welcome the connection in the clear. */
  static void unlessWelcome(Greeting greeting) throws RefusedStartException {
    if (greeting instanceof Greeting.Other other) {
      throw new RefusedStartException(
          new TlsStartRefusal.OtherProtocol(other.expected(), other.spoken()));
    }
    if (greeting instanceof Greeting.Preauthenticated) {
      throw new RefusedStartException(new TlsStartRefusal.PreauthBeforeTls());
    }
    if (greeting instanceof Greeting.TurnedAway away) {
      throw new RefusedStartException(new TlsStartRefusal.TurnedAway(away.status()));
    }
  }

  @Override
  public Refusal refusal() {
    return refusal;
  }
}
