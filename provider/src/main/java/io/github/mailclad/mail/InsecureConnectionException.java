package io.github.mailclad.mail;

import io.github.mailclad.Endpoint;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection was refused because it would not have been confidential. No credentials and no
 * message of the user were sent. The message is the whole {@linkplain RefusalText#explain(String)
 * explanation}, in which settings have the names under which they were written. Never an
 * authentication failure: asking for the password again would not help.
 *
 * <pre>{@code
 * try {
 *   store.connect("imap.example.org", "alice", password);
 * } catch (InsecureConnectionException e) {
 *   System.err.println(e.refusal().code() + ": " + e.text().remedy());
 * }
 * }</pre>
 */
public final class InsecureConnectionException extends MessagingException
    implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final @Nullable Endpoint endpoint;
  private final Refusal refusal;
  private final RefusalText text;

  /**
   * Creates the exception for a connection that belongs to no known session: settings have their
   * general names.
   *
   * @param endpoint the host and port of the connection; null if they are not known
   * @param refusal the reason
   * @param cause the exception of Jakarta Mail or the platform; null for none
   */
  public InsecureConnectionException(
      @Nullable Endpoint endpoint, Refusal refusal, @Nullable Exception cause) {
    this(endpoint, refusal, refusal.text(), cause);
  }

  /**
   * Creates the exception for a refused connection.
   *
   * @param endpoint the host and port of the connection; null if they are not known
   * @param refusal the reason
   * @param text the refusal in the words of the session
   * @param cause the exception of Jakarta Mail or the platform; null for none
   */
  public InsecureConnectionException(
      @Nullable Endpoint endpoint, Refusal refusal, RefusalText text, @Nullable Exception cause) {
    super(text.explain(endpoint == null ? "mail connection" : endpoint.toString()), cause);
    this.endpoint = endpoint;
    this.refusal = refusal;
    this.text = text;
  }

  /** Returns the host and port of the refused connection; empty if they are not known. */
  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** Returns the reason. */
  @Override
  public Refusal refusal() {
    return refusal;
  }

  /**
   * Returns the class and the message. {@code MessagingException} would add the next exception's,
   * which has the same words; causes follow in a stack trace. Not synchronized, because nothing
   * here changes.
   */
  @Override
  @SuppressWarnings({"UnsynchronizedOverridesSynchronized", "OverrideThrowableToString"})
  public String toString() {
    return getClass().getName() + ": " + getMessage();
  }

  /** Returns the refusal in words: what happened, the details, and what to set. */
  public RefusalText text() {
    return text;
  }
}
