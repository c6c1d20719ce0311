package io.github.mailclad.angus;

import io.github.mailclad.internal.mailproto.HeldOutput;
import io.github.mailclad.internal.reuse.ConnectionReuse;
import io.github.mailclad.internal.reuse.KeptSession.Hello;
import io.github.mailclad.internal.reuse.SessionProgress;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.SecuredSocket;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.util.MailLogger;
import org.eclipse.angus.mail.util.TraceOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one transport: its streams, its messages in groups, and its use by the next
 * transport. Not thread-safe, as little as the transport.
 */
final class TransportConnection implements ServiceStatus.Preparation {
  private final MailLogger trace;
  private final ConnectionReuse reuse;
  private @Nullable SubmissionPipeline pipeline;
  private @Nullable HeldOutput output;
  private @Nullable SecuredSocket socket;
  private boolean renewing;

  /** Creates the connection of a transport of that session, before it is open. */
  TransportConnection(Session user) {
    // the logger of Angus's package
    this.trace =
        new MailLogger(SMTPMessage.class, "DEBUG SMTP", user.getDebug(), user.getDebugOut())
            .getSubLogger("protocol", null);
    this.reuse =
        new ConnectionReuse(CompositionRoot.SHARED.kept(user), CompositionRoot.SHARED.clock());
  }

  /** Returns the pipeline of the transport's messages, which it is to be asked for once. */
  SubmissionPipeline pipeline(SmtpCommands angus) {
    SubmissionPipeline made = new SubmissionPipeline(angus);
    pipeline = made;
    return made;
  }

  /** Returns the reuse of the connection. */
  ConnectionReuse reuse() {
    return reuse;
  }

  /** Returns the secured connection; empty before the first one. */
  Optional<SecuredSocket> socket() {
    return Optional.ofNullable(socket);
  }

  @Override
  public void planned(PlannedSocket planned) {
    reuse.planned(planned);
  }

  @Override
  public void of(SecuredSocket secured) throws IOException {
    socket = secured;
    if (renewing) {
      reuse.continueOn(secured, Objects.requireNonNull(output));
      return;
    }
    HeldOutput out = reuse.opened(secured);
    output = out;
    Objects.requireNonNull(pipeline).connected(out, new TraceOutputStream(out, trace), this);
  }

  /** Closes the connection at once. */
  void cut() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }

  /** Notes the beginning of a session, whose login follows. */
  void greeted(Hello hello, Optional<String> limits) {
    note(
        progress -> {
          progress.greeted(hello, limits.orElse(""));
          progress.loginBegins();
        });
  }

  /** Notes that the session is logged in. */
  void loggedIn() {
    note(SessionProgress::loggedIn);
  }

  /** Lets Angus send a message, or record one. */
  void send(SmtpCommands angus, Message message, Address[] addresses) throws MessagingException {
    if (Objects.requireNonNull(pipeline).isPreparing()) {
      angus.sendMessage(message, addresses);
      return;
    }
    note(SessionProgress::messageBegins);
    angus.sendMessage(message, addresses);
    note(SessionProgress::messageAccepted);
  }

  private void note(Consumer<SessionProgress> event) {
    reuse.progress().ifPresent(event);
  }

  /**
   * Opens, below Angus, another connection in place of a kept one that ended.
   *
   * @param reply reads one reply
   * @param hello reads the greeting, sends EHLO and logs in; returns whether the server understood
   */
  boolean renew(AngusAction<Integer> reply, AngusAction<Boolean> hello) throws MessagingException {
    Objects.requireNonNull(pipeline).forget();
    renewing = true;
    try {
      for (int left = unread(); left > 0; left--) {
        reply.run();
      }
      reuse.renew();
      if (!hello.run()) {
        throw new MessagingException("the server did not greet as before");
      }
      Objects.requireNonNull(socket).loggedIn();
      return true;
    } catch (IOException e) {
      throw new MessagingException("cannot connect again", e);
    } finally {
      renewing = false;
    }
  }

  private int unread() {
    return reuse.progress().map(SessionProgress::unread).orElse(0);
  }
}
