package io.github.mailclad.angus;

import io.github.mailclad.internal.jars.NeededJars;
import io.github.mailclad.takeover.ProviderCheck;
import io.github.mailclad.takeover.TakeoverException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices, while a session makes our providers, that another class will serve all the same, or that
 * a jar is missing. It says so once, at WARNING. Where the system property {@value #DEMAND} is
 * {@value #REQUIRED}, no session can be made instead. Loads no class of Angus. Thread-safe.
 */
final class TakeoverNotice {
  /** A system property, since a session that Mailclad does not serve shows it no property. */
  static final String DEMAND = "io.github.mailclad.takeover";

  static final String REQUIRED = "required";

  /** One for each class loader that has Mailclad. */
  static final TakeoverNotice SHARED = new TakeoverNotice();

  private static final String HERE = "io.github.mailclad.angus.";
  private static final System.Logger LOG = System.getLogger("io.github.mailclad");

  private final ReentrantLock checking = new ReentrantLock();
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Finding finding;

  private TakeoverNotice() {}

  /**
   * What a session made of our providers.
   *
   * @param jars what is wrong with the jars that Mailclad needs
   * @param warnings what stands in the way
   * @param loss all of it, where Mailclad does not serve; empty if it does
   */
  private record Finding(List<String> jars, List<String> warnings, String loss) {}

  /** The class of a store that can be made here. */
  String store(String name) {
    return HERE + (canServe() ? name : "UnusableStore");
  }

  /** The class of a transport that can be made here. */
  String transport(String name) {
    return HERE + (canServe() ? name : "UnusableTransport");
  }

  /** Says something at WARNING, if it was not said yet. */
  void say(String warning) {
    if (said.add(warning)) {
      LOG.log(System.Logger.Level.WARNING, warning);
    }
  }

  /** What a store or transport throws where classes are missing. */
  static MessagingException unusable(String problem) {
    return new MessagingException("Mailclad cannot connect: " + problem);
  }

  /** What a store or transport throws where jars are missing. */
  static MessagingException unusable() {
    return unusable(String.join("; ", NeededJars.problems()));
  }

  private boolean canServe() {
    boolean required = isRequired();
    Finding known = finding;
    if (known == null && isCalledBySession()) {
      known = find();
    }
    if (known == null) {
      // the session of the check itself, or a tool that lists the providers
      return checking.isHeldByCurrentThread() ? NeededJars.problems().isEmpty() : true;
    }
    if (required && !known.loss().isEmpty()) {
      throw new IllegalStateException("-D" + DEMAND + "=" + REQUIRED + ": " + known.loss());
    }
    return known.jars().isEmpty();
  }

  private @Nullable Finding find() {
    if (checking.isHeldByCurrentThread()) {
      return null;
    }
    checking.lock();
    try {
      if (finding == null) {
        finding = look();
      }
    } finally {
      checking.unlock();
    }
    Finding found = finding;
    if (found != null && !found.loss().isEmpty()) {
      say(found.loss());
      said.addAll(found.warnings());
    }
    return found;
  }

  private static Finding look() {
    List<String> jars = NeededJars.problems();
    try {
      ProviderCheck.require(Session.getInstance(new Properties()));
      return new Finding(jars, List.of(), "");
    } catch (TakeoverException e) {
      return new Finding(jars, e.check().warnings(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      return new Finding(jars, List.of(), "Mailclad could not find out whether it serves: " + e);
    }
  }

  /** Tools make providers too, to list them; nothing is said or looked for then. */
  private static boolean isCalledBySession() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == Session.class));
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
