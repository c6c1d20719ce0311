package io.github.mailclad.angus;

import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.jars.NeededJars;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Detects, while a session creates our providers, that another class will serve a protocol instead,
 * or that a jar is missing. It reports this once, at WARNING. If the system property {@value
 * #DEMAND} is {@value #REQUIRED}, the session cannot be created instead. Loads no class of Angus.
 * Thread-safe.
 */
final class TakeoverNotice {
  /**
   * The system property; a session property would not do, because a session that Mailclad does not
   * serve shows it none.
   */
  static final String DEMAND = "io.github.mailclad.takeover";

  static final String REQUIRED = "required";

  /** The instance of the class loader that has Mailclad. */
  static final TakeoverNotice SHARED = new TakeoverNotice();

  private static final String SESSION = Session.class.getName();
  private static final String UNUSABLE = "Unusable";
  private static final String HERE = "io.github.mailclad.angus.";
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  private final ReentrantLock checking = new ReentrantLock();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private volatile @Nullable CheckResult result;

  private TakeoverNotice() {}

  /**
   * The result of the check of our providers in a session.
   *
   * @param jars the problems of the jars that Mailclad needs
   * @param warnings the warnings of the check
   * @param loss the message of the check if Mailclad does not serve; empty if it does
   */
  private record CheckResult(List<String> jars, List<String> warnings, String loss) {}

  /** Returns the class of a store that can be created with the present jars. */
  String store(String name) {
    return HERE + (canServe() ? name : UNUSABLE + "Store");
  }

  /** Returns the class of a transport that can be created with the present jars. */
  String transport(String name) {
    return HERE + (canServe() ? name : UNUSABLE + "Transport");
  }

  /** Logs a warning, unless it was logged before. */
  void warnOnce(String warning) {
    if (logged.add(warning)) {
      LOG.log(System.Logger.Level.WARNING, warning);
    }
  }

  /**
   * Requires that Mailclad serves all mail, if {@value #DEMAND} demands it. Sessions of a parent
   * class loader find our classes by resource files, and create no provider that could check.
   */
  void requireAllServed() throws MessagingException {
    try {
      if (isRequired()) {
        checkNow();
      }
    } catch (IllegalStateException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reports at once if Mailclad does not serve all mail. An application may never create a provider
   * or a store of ours.
   *
   * @throws IllegalStateException if {@value #DEMAND} demands that Mailclad serves all mail
   */
  void checkNow() {
    boolean required = isRequired();
    CheckResult known = result == null ? find() : result;
    if (required && known != null) {
      requireServed(known);
    }
  }

  /** Returns the exception of a store or transport for missing classes. */
  static MessagingException unusable(String problem) {
    return new MessagingException("Mailclad cannot connect: " + problem);
  }

  /** Returns the exception of a store or transport for missing jars. */
  static MessagingException unusable() {
    return unusable(String.join("; ", NeededJars.problems()));
  }

  private boolean canServe() {
    boolean required = isRequired();
    CheckResult known = result;
    if (known == null && isCalledBySession()) {
      known = find();
    }
    if (known == null) {
      // the session of the check itself, or a tool that lists the providers
      return !checking.isHeldByCurrentThread() || NeededJars.problems().isEmpty();
    }
    if (required) {
      requireServed(known);
    }
    return known.jars().isEmpty();
  }

  private static void requireServed(CheckResult known) {
    if (!known.loss().isEmpty()) {
      throw new IllegalStateException("-D" + DEMAND + "=" + REQUIRED + ": " + known.loss());
    }
  }

  private @Nullable CheckResult find() {
    if (checking.isHeldByCurrentThread()) {
      return null;
    }
    checking.lock();
    try {
      if (result == null) {
        result = check();
      }
    } finally {
      checking.unlock();
    }
    CheckResult found = result;
    if (found != null && !found.loss().isEmpty()) {
      warnOnce(found.loss());
      logged.addAll(found.warnings());
    }
    return found;
  }

  private static CheckResult check() {
    List<String> jars = NeededJars.problems();
    try {
      Session session = Session.getInstance(new Properties());
      return jars.isEmpty() && isServed(session)
          ? new CheckResult(jars, List.of(), "")
          : found(jars, ProviderCheck.of(session));
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      return new CheckResult(
          jars, List.of(), "Mailclad could not check whether it serves mail sessions: " + e);
    }
  }

  /**
   * Returns whether Mailclad serves every protocol name. Then nothing can be in the way, and the
   * search for it, which reads jars, is not worth its time.
   */
  private static boolean isServed(Session session) {
    for (ProtocolName protocol : ProtocolName.values()) {
      try {
        String name = session.getProvider(protocol.text()).getClassName();
        if (!name.startsWith(HERE) || name.startsWith(HERE + UNUSABLE)) {
          return false;
        }
      } catch (NoSuchProviderException e) {
        return false;
      }
    }
    return true;
  }

  private static CheckResult found(List<String> jars, ProviderCheck check) {
    return new CheckResult(jars, check.warnings(), check.problem().orElse(""));
  }

  /**
   * Returns whether a session is calling. Tools create providers too, to list them; nothing is
   * checked or reported then.
   */
  private static boolean isCalledBySession() {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      if (frame.getClassName().equals(SESSION)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRequired() {
    String demand = System.getProperty(DEMAND, "");
    if (!demand.isEmpty() && !demand.equals(REQUIRED)) {
      throw new IllegalStateException(
          "-D" + DEMAND + "=" + demand + ": the only value is " + REQUIRED);
    }
    return !demand.isEmpty();
  }
}
