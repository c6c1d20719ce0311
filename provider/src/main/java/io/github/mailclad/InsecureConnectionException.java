package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection was refused because it would not have been confidential. Nothing of the user's was
 * sent. The message is the whole {@linkplain RefusalText#explain(String) explanation}, in which
 * settings have the names under which they were written. Never an authentication failure: asking
 * for the password again would not help.
 */
public final class InsecureConnectionException extends MessagingException
    implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final @Nullable Endpoint endpoint;
  private final Refusal refusal;
  private final RefusalText text;

  /**
   * A refused connection of no session in particular: settings have their general names.
   *
   * @param endpoint where it would have gone; null if not even that could be told
   * @param refusal why
   * @param cause what Jakarta Mail or the platform reported; null for none
   */
  public InsecureConnectionException(
      @Nullable Endpoint endpoint, Refusal refusal, @Nullable Exception cause) {
    this(endpoint, refusal, refusal.text(), cause);
  }

  /**
   * A refused connection.
   *
   * @param endpoint where it would have gone; null if not even that could be told
   * @param refusal why
   * @param text the same in the words of the session
   * @param cause what Jakarta Mail or the platform reported; null for none
   */
  public InsecureConnectionException(
      @Nullable Endpoint endpoint, Refusal refusal, RefusalText text, @Nullable Exception cause) {
    super(text.explain(endpoint == null ? "mail connection" : endpoint.toString()), cause);
    this.endpoint = endpoint;
    this.refusal = refusal;
    this.text = text;
  }

  /** Where the connection would have gone; empty if not even that could be told. */
  public Optional<Endpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** Why it was refused. */
  @Override
  public Refusal refusal() {
    return refusal;
  }

  /**
   * The class and the message. {@code MessagingException} would add the next exception's, which has
   * the same words; causes follow in a stack trace. Not synchronized, because nothing here changes.
   */
  @Override
  @SuppressWarnings({"UnsynchronizedOverridesSynchronized", "OverrideThrowableToString"})
  public String toString() {
    return getClass().getName() + ": " + getMessage();
  }

  /** Why it was refused, in words: what happened, the details, and what to set. */
  public RefusalText text() {
    return text;
  }
}
