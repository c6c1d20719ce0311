package io.github.mailclad.it.matrix;

import jakarta.mail.Service;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's report of an attempt. By names, because the classes may come from the loader of a
 * mutant.
 *
 * @param connected whether connect, and for a transport the submission too, succeeded
 * @param security the kind of security that the service reports; empty for none
 * @param failure what was thrown; null for nothing
 */
record Outcome(boolean connected, String security, @Nullable Throwable failure) {
  private static final Pattern CODE = Pattern.compile("\\[([a-z-]+)]");

  static Outcome of(boolean connected, Service service, @Nullable Throwable failure) {
    return new Outcome(connected, securityOf(service), failure);
  }

  private static String securityOf(Service service) {
    try {
      Object security = service.getClass().getMethod("connectionSecurity").invoke(service);
      return security instanceof Optional<?> some && some.isPresent()
          ? some.get().getClass().getSimpleName()
          : "";
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(service + " is none of ours", e);
    }
  }

  boolean authenticated() {
    return security.equals("Authenticated");
  }

  /** Returns whether Mailclad refused it, as opposed to a failed login or a lost connection. */
  boolean refused() {
    return failure != null
        && failure
            .getClass()
            .getName()
            .equals("io.github.mailclad.mail.InsecureConnectionException");
  }

  /** The code of the refusal; empty for none. */
  String code() {
    Matcher code = CODE.matcher(failure == null ? "" : String.valueOf(failure.getMessage()));
    return refused() && code.find() ? code.group(1) : "";
  }

  @Override
  public String toString() {
    return connected ? "connected, " + security : "failed with " + failure;
  }
}
