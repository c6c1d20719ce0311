package io.github.mailclad.boot;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WireRecorder;
import java.time.Duration;
import java.util.List;

/** A submission server on loopback that keeps its mail and remembers its wire. */
final class SubmissionServer implements AutoCloseable {
  static final String USER = "alice@example.org";
  static final String PASSWORD = "correct-horse-battery-staple";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Issued authority;
  private final SmtpDialogue dialogue =
      new SmtpDialogue().requiringLogin().accepting(USER, PASSWORD);
  private final TlsFront front;

  private SubmissionServer(Issued authority, TlsFront.Builder front) {
    this.authority = authority;
    this.front = front.dialogue(dialogue).start();
  }

  /** Starts a server for {@code localhost} with a certificate of a new authority. */
  static SubmissionServer start() {
    return of(CertificateBuilder.root("Private Authority"));
  }

  /** Starts a server for {@code localhost} with a certificate of this authority. */
  static SubmissionServer of(Issued authority) {
    return named("localhost", authority);
  }

  /** A server with a certificate for that name. */
  static SubmissionServer named(String name, Issued authority) {
    return with(authority, front(name, authority));
  }

  /** A server behind a front that is not started yet. */
  static SubmissionServer with(Issued authority, TlsFront.Builder front) {
    return new SubmissionServer(authority, front);
  }

  /** A front with a certificate for that name. */
  static TlsFront.Builder front(String name, Issued authority) {
    return TlsFront.builder()
        .certificate(CertificateBuilder.server().dns(name).issuedBy(authority));
  }

  int port() {
    return front.port();
  }

  /** Returns the authority that issued its certificate. */
  Issued authority() {
    return authority;
  }

  List<SmtpDialogue.Received> messages() {
    return dialogue.messages();
  }

  /** The command lines of all connections. */
  List<String> commands() {
    return dialogue.commands();
  }

  /** Returns the recorded wire; every connection so far has ended. */
  WireRecorder wire() {
    front.recorder().awaitEnds(PATIENCE);
    return front.recorder();
  }

  /** Returns the recorded wire of the last connection. */
  WireRecorder.Connection lastConnection() {
    List<WireRecorder.Connection> all = wire().connections();
    return all.get(all.size() - 1);
  }

  @Override
  public void close() {
    front.close();
  }
}
