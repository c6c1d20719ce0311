package io.github.mailclad.refusal;

import io.github.mailclad.SettingNames;
import io.github.mailclad.internal.text.SettingKeys;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a connection was refused: the expected and the presented values, under a stable
 * code, in words for the person who has to act. The families are sealed and contain every reason;
 * exceptions, logs and {@code docs/refusals.md} are printed from them. Text that a peer controls is
 * escaped, and a refusal never contains a secret. Serializable, so that an exception keeps its
 * refusal.
 *
 * <p>An exception of Jakarta Mail, Angus or a framework may contain one:
 *
 * <pre>{@code
 * try {
 *   Transport.send(message);
 * } catch (MessagingException e) {
 *   Refusal.in(e).ifPresent(refusal -> System.err.println(refusal.explain("the mail server")));
 * }
 * }</pre>
 */
public sealed interface Refusal extends Serializable
    permits SettingsRefusal,
        TlsStartRefusal,
        HandshakeRefusal,
        CertificateRefusal,
        LookupRefusal,
        AccountRefusal,
        OAuthRefusal,
        LoginRefusal {

  /** Returns this refusal in words; settings have their general names. */
  RefusalText text();

  /**
   * Returns this refusal in the words of a session.
   *
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   * @param names the names of settings as they were written
   */
  default RefusalText text(String protocol, SettingNames names) {
    return text().inSession(SettingKeys.QUOTING, protocol, names);
  }

  /**
   * Returns the stable code, in lower case with hyphens; the anchor in {@code docs/refusals.md}. It
   * never changes its meaning.
   */
  default String code() {
    return text().code();
  }

  /** Returns the event, in one sentence without a subject. */
  default String summary() {
    return text().summary();
  }

  /** Returns the expected and the presented values, a line each; possibly no line. */
  default List<String> details() {
    return text().details();
  }

  /** Returns the remedy: the setting to change, or the request to make and to whom. */
  default String remedy() {
    return text().remedy();
  }

  /**
   * Returns all of it, in several lines: subject, summary and code; details; remedy. Settings have
   * their general names; {@link RefusalText} can also have the names that a session's user wrote.
   *
   * @param subject the subject of the refusal, usually {@code host:port}
   */
  default String explain(String subject) {
    return text().explain(subject);
  }

  /** A throwable that carries a refusal. */
  interface Carrier {
    /** Returns the refusal that it carries. */
    Refusal refusal();
  }

  /**
   * Returns the refusal behind an exception, also if Jakarta Mail, Angus or a framework wrapped it:
   * causes, next exceptions and suppressed ones are searched. Empty if the exception has no
   * refusal. Ends for every chain, cyclic ones included.
   */
  static Optional<Refusal> in(@Nullable Throwable throwable) {
    Deque<Throwable> open = new ArrayDeque<>();
    Set<Throwable> seen = new HashSet<>();
    if (throwable != null) {
      open.add(throwable);
    }
    while (!open.isEmpty() && seen.size() < 1000) {
      Throwable t = open.remove();
      if (!seen.add(t)) {
        continue;
      }
      if (t instanceof Carrier carrier) {
        return Optional.of(carrier.refusal());
      }
      if (t.getCause() != null) {
        open.add(t.getCause());
      }
      open.addAll(List.of(t.getSuppressed()));
    }
    return Optional.empty();
  }
}
