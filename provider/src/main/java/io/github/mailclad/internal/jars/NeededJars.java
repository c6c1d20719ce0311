package io.github.mailclad.internal.jars;

import io.github.mailclad.internal.text.Release;
import java.net.URL;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jars without which Mailclad secures no connection. Build tools add them. An application that
 * collects its jars by hand may lack one, or have an old version first on the class path.
 */
public final class NeededJars {
  private static final List<NeededJar> ALL =
      List.of(
          new NeededJar(
              "io.github.mailclad:mailclad-verify " + Release.VERSION,
              "io.github.mailclad.internal.text.",
              "io.github.mailclad.internal.text.Release",
              List.of()),
          new NeededJar(
              MailLibrary.JAR,
              MailLibrary.PREFIX,
              "org.eclipse.angus.mail.util.PropUtil",
              MailLibrary.NEEDED),
          new NeededJar(
              "com.ongres.scram:scram-client",
              "com.ongres.scram.client.",
              "com.ongres.scram.client.ScramClient",
              List.of("com.ongres.scram.client.ScramClient")),
          new NeededJar(
              "com.ongres.scram:scram-common",
              "com.ongres.scram.common.",
              "com.ongres.scram.common.StringPreparation",
              List.of("com.ongres.scram.common.StringPreparation")),
          new NeededJar(
              "com.ongres.stringprep:saslprep",
              "com.ongres.saslprep.",
              "com.ongres.saslprep.SASLprep",
              List.of("com.ongres.saslprep.SASLprep")),
          new NeededJar(
              "com.ongres.stringprep:stringprep",
              "com.ongres.stringprep.",
              "com.ongres.stringprep.Stringprep",
              // SASLprep is a subtype of a class of this jar
              List.of()));

  private NeededJars() {}

  /** The problems, found once: the jars of a class loader do not change. */
  private static final class Found {
    static final List<String> PROBLEMS = find();

    private Found() {}
  }

  /**
   * A jar that Mailclad needs.
   *
   * @param name the name of its artifact
   * @param classes the prefix of its class names
   * @param old a class that every version of it has
   * @param needed the classes that it must have; they are loaded, and not initialised, because the
   *     tables of SASLprep take longer than all else
   */
  private record NeededJar(String name, String classes, String old, List<String> needed) {
    String problem(String cause) {
      return NeededJars.location(old)
          .map(
              jar ->
                  jar
                      + " is of another version or incomplete ("
                      + cause
                      + "): Mailclad needs "
                      + name)
          .orElse(name + " is missing (" + cause + ")");
    }
  }

  /** Returns the problems of the jars, one sentence each; empty if there are none. */
  public static List<String> problems() {
    return Found.PROBLEMS;
  }

  private static List<String> find() {
    Set<String> problems = new LinkedHashSet<>();
    try {
      requireRelease();
    } catch (LinkageError e) {
      problems.add(problem(e));
    }
    for (NeededJar jar : ALL) {
      try {
        for (String name : jar.needed()) {
          Class.forName(name, /* initialize= */ false, NeededJars.class.getClassLoader());
        }
      } catch (ClassNotFoundException | LinkageError e) {
        problems.add(problem(e));
      }
    }
    return List.copyOf(problems);
  }

  /** Requires the release of the verifier with which this class was compiled. */
  private static void requireRelease() {
    String present = Release.present();
    // the constant is part of this class since it was compiled
    if (!present.equals(Release.VERSION)) {
      throw new LinkageError(
          Release.class.getName() + " is of version " + present + ", not " + Release.VERSION);
    }
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

  private static Optional<String> location(String className) {
    String file = className.replace('.', '/') + ".class";
    ClassLoader loader = NeededJars.class.getClassLoader();
    @Nullable URL found =
        loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file);
    return Optional.ofNullable(found).map(NeededJars::jarName);
  }

  /**
   * Returns the file name of the jar in a URL: {@code jar:file:/a/b.jar!/c} and {@code
   * jar:nested:/a.jar/!b.jar!/c} are in {@code b.jar}. Returns the URL if it names no jar.
   */
  public static String jarName(URL url) {
    String text = url.toString();
    int end = Math.max(text.lastIndexOf(".jar!/"), text.lastIndexOf(".jar/"));
    int start = Math.max(text.lastIndexOf('/', end), text.lastIndexOf('!', end)) + 1;
    return end > start && start > 0 ? text.substring(start, end) + ".jar" : text;
  }
}
