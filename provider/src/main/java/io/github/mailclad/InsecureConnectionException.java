package io.github.mailclad;

import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection was refused because it would not have been confidential. Nothing of the user's was
 * sent. The message is the whole {@linkplain Refusal#explain(String) explanation}. Never an
 * authentication failure: asking for the password again would not help.
 */
public final class InsecureConnectionException extends MessagingException
    implements Refusal.Carrier {
  private static final long serialVersionUID = 1L;

  private final @Nullable transient Endpoint endpoint;
  private final transient Refusal refusal;

  /**
   * A refused connection.
   *
   * @param endpoint where it would have gone; null if not even that could be told
   * @param refusal why
   * @param cause what Jakarta Mail or the platform reported; null for none
   */
  public InsecureConnectionException(
      @Nullable Endpoint endpoint, Refusal refusal, @Nullable Exception cause) {
    super(refusal.explain(endpoint == null ? "mail connection" : endpoint.toString()), cause);
    this.endpoint = endpoint;
    this.refusal = refusal;
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
}
