package io.github.mailclad.internal.jars;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.net.URL;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars without which Mailclad secures no connection. Build tools add them. An application that
 * collects its jars by hand may lack one, or have an old version first on the class path.
 */
public final class NeededJars {
  private static final Pattern IN_JAR = Pattern.compile(".*[/!]([^/!]+\\.jar)!?/.*");
  private static final List<NeededJar> ALL =
      List.of(
          new NeededJar(
              "angus-mail 2.0.1 or newer (or the all-in-one org.eclipse.angus:jakarta.mail)",
              "org.eclipse.angus.",
              "org.eclipse.angus.mail.util.PropUtil"),
          new NeededJar(
              "com.ongres.scram:scram-client",
              "com.ongres.scram.client.",
              "com.ongres.scram.client.ScramClient"),
          new NeededJar(
              "com.ongres.scram:scram-common",
              "com.ongres.scram.common.",
              "com.ongres.scram.common.StringPreparation"),
          new NeededJar(
              "com.ongres.stringprep:saslprep",
              "com.ongres.saslprep.",
              "com.ongres.saslprep.SASLprep"),
          new NeededJar(
              "com.ongres.stringprep:stringprep",
              "com.ongres.stringprep.",
              "com.ongres.stringprep.Stringprep"));

  private NeededJars() {}

  /**
   * A jar that Mailclad needs.
   *
   * @param name the name of its artifact
   * @param classes the prefix of its class names
   * @param old a class that every version of it has
   */
  private record NeededJar(String name, String classes, String old) {
    String problem(String cause) {
      return NeededJars.location(old)
          .map(jar -> jar + " is too old or incomplete (" + cause + "): Mailclad needs " + name)
          .orElse(name + " is missing (" + cause + ")");
    }
  }

  /** Returns the problems of the jars, one sentence each; empty if there are none. */
  public static List<String> problems() {
    return Stream.<Callable<?>>of(NeededJars::findAngus, () -> Scram.find(), () -> Scram.prepare())
        .flatMap(find -> problem(find).stream())
        .distinct()
        .toList();
  }

  /** Returns the meaning of an error of the class loader: the class and its jar. */
  public static String problem(Throwable error) {
    StringBuilder said = new StringBuilder();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      said.append(said.isEmpty() ? "" : ", ").append(text(cause));
    }
    String all = said.toString();
    // the error of a class that cannot be initialized names its own jar as well as the missing one
    return ALL.stream()
        .filter(jar -> all.contains(jar.classes()))
        .min(Comparator.comparing(jar -> location(jar.old()).isPresent()))
        .map(jar -> jar.problem(all))
        .orElse("a class is missing, or of another version than Mailclad was built with: " + all);
  }

  private static String text(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).replace('/', '.');
    return cause.getClass().getSimpleName() + ": " + message;
  }

  private static Optional<String> problem(Callable<?> find) {
    try {
      find.call();
      return Optional.empty();
    } catch (Exception | LinkageError | ServiceConfigurationError e) {
      return Optional.of(problem(e));
    }
  }

  private static Class<?> findAngus() throws ClassNotFoundException {
    ClassLoader loader = NeededJars.class.getClassLoader();
    link(Class.forName("org.eclipse.angus.mail.imap.IMAPStore", false, loader));
    link(Class.forName("org.eclipse.angus.mail.pop3.POP3Store", false, loader));
    return link(Class.forName("org.eclipse.angus.mail.smtp.SMTPTransport", false, loader));
  }

  /**
   * A separate class, because a class with this code cannot be loaded without the SCRAM library.
   */
  private static final class Scram {
    private Scram() {}

    static Class<?> find() {
      return link(ScramClient.class);
    }

    static char[] prepare() {
      return StringPreparation.SASL_PREPARATION.normalize("a".toCharArray());
    }
  }

  /** Returns the class: resolving it is enough. */
  private static Class<?> link(Class<?> type) {
    if (type.getName().isEmpty()) {
      throw new LinkageError(type.toString());
    }
    return type;
  }

  private static Optional<String> location(String className) {
    String file = className.replace('.', '/') + ".class";
    ClassLoader loader = NeededJars.class.getClassLoader();
    @Nullable URL found =
        loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file);
    return Optional.ofNullable(found).map(NeededJars::jarName);
  }

  /**
   * Returns the name of the jar in a URL: {@code jar:file:/a/b.jar!/c} and {@code
   * jar:nested:/a.jar/!b.jar!/c} are in {@code b.jar}.
   */
  private static String jarName(URL url) {
    Matcher jar = IN_JAR.matcher(url.toString());
    return jar.matches() ? jar.group(1) : url.toString();
  }
}
