package io.github.mailclad.internal.mailproto;

import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.util.Optional;

/** The meaning of a server's first line; the same in the clear and in TLS. */
public sealed interface Greeting {
  /** Returns why a client that has to start TLS ends the connection; empty if it goes on. */
  Optional<Refusal> refusalBeforeTls();

  /**
   * Returns why there are no capabilities to ask for, in words for people; empty if the server can
   * be asked.
   */
  Optional<String> problem();

  /** The server waits for commands. */
  record Welcome() implements Greeting {
    @Override
    public Optional<Refusal> refusalBeforeTls() {
      return Optional.empty();
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }
  }

  /** The server says that the user is logged in already (RFC 9051, section 7.1.4). */
  record Preauthenticated() implements Greeting {
    @Override
    public Optional<Refusal> refusalBeforeTls() {
      return Optional.of(new TlsStartRefusal.PreauthBeforeTls());
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }
  }

  /**
   * The server does not want the connection.
   *
   * @param status the machine-readable part of its reply
   */
  record TurnedAway(String status) implements Greeting {
    @Override
    public Optional<Refusal> refusalBeforeTls() {
      return Optional.of(new TlsStartRefusal.TurnedAway(PeerText.of(status)));
    }

    @Override
    public Optional<String> problem() {
      return Optional.of("the server turned the connection away: " + status);
    }
  }

  /**
   * The server does not greet as a server of this protocol does.
   *
   * @param expected the name of the expected protocol
   * @param spoken the name of the protocol that it speaks instead
   */
  record Other(String expected, String spoken) implements Greeting {
    /** The name of an unknown protocol. */
    static final String UNKNOWN = "something else";

    /** Returns whether the protocol that is spoken instead is known. */
    public boolean isKnown() {
      return !spoken.equals(UNKNOWN);
    }

    /** Returns the refusal of a server that speaks another protocol. */
    public Refusal refusal() {
      return new TlsStartRefusal.OtherProtocol(expected, spoken);
    }

    @Override
    public Optional<Refusal> refusalBeforeTls() {
      return Optional.of(refusal());
    }

    @Override
    public Optional<String> problem() {
      return Optional.of("the server speaks " + spoken + " instead of " + expected);
    }
  }
}
