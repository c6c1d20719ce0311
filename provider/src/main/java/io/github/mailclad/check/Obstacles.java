package io.github.mailclad.check;

import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.internal.jars.NeededJars;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The possible reasons why Mailclad does not serve: the jars, their order, class loaders and
 * modules.
 */
final class Obstacles {
  private static final String SESSION = Session.class.getName();
  private static final String SERVICE_FILE = "META-INF/services/" + Provider.class.getName();
  private static final String OURS = "io.github.mailclad.angus.Providers";

  private Obstacles() {}

  /** Returns the obstacles that may matter even where Mailclad serves. */
  static List<String> standing() {
    List<String> found = new ArrayList<>();
    addSeveralMailJars(found);
    addOldApi(found);
    addOtherApi(found);
    found.addAll(NeededJars.problems());
    return found;
  }

  /** Returns the obstacles that explain why another provider serves. */
  static List<String> inTheWay() {
    Module ours = Obstacles.class.getModule();
    if (ours.isNamed()) {
      return List.of();
    }
    if (Session.class.getModule().isNamed()) {
      return List.of(
          "Jakarta Mail is a module and Mailclad is on the class path: put Mailclad and its jars on the module path");
    }
    if (isListed(ClassPath.of(ProviderSearch.classLoader()))) {
      return List.of();
    }
    ClassPath own = ClassPath.of(Obstacles.class);
    return List.of(
        isListed(own)
            ? "Jakarta Mail and Angus are loaded by a class loader that does not see "
                + ownJar(own)
                + ": put Mailclad and its jars beside them (in OSGi, install SPI Fly or HK2's osgi-resource-locator)"
            : SERVICE_FILE
                + " does not name Mailclad's providers: jars were merged and their service files were not (maven-shade-plugin needs the ServicesResourceTransformer, Gradle's shadow mergeServiceFiles())");
  }

  private static String ownJar(ClassPath own) {
    return own.classFile(Obstacles.class.getName()).map(NeededJars::jarName).orElse("Mailclad");
  }

  private static boolean isListed(ClassPath path) {
    return path.resources(SERVICE_FILE).stream().anyMatch(file -> ClassPath.mentions(file, OURS));
  }

  private static void addSeveralMailJars(List<String> found) {
    ClassPath path = ClassPath.of(Session.class);
    List<URL> apis = path.classFiles(SESSION);
    List<URL> angus = path.classFiles("org.eclipse.angus.mail.imap.IMAPStore");
    List<URL> sun = new ArrayList<>();
    for (URL file : path.classFiles("com.sun.mail.imap.IMAPStore")) {
      if (ClassPath.mentions(file, MailLibrary.COM_SUN_2)) {
        sun.add(file);
      }
    }
    boolean orderMatters =
        angus.size() > 1
            || !sun.isEmpty()
            || (apis.size() > 1 && !apis.stream().allMatch(Obstacles::asksLibraryLast));
    if (!orderMatters) {
      return;
    }
    Set<String> jars = new LinkedHashSet<>();
    List.of(apis, angus, sun)
        .forEach(
            files -> {
              if (files.size() > 1 || files == sun) {
                files.forEach(file -> jars.add(NeededJars.jarName(file)));
              }
            });
    found.add(
        "several mail jars are on the class path, and their order decides which one is used: "
            + String.join(", ", jars));
  }

  private static boolean asksLibraryLast(URL session) {
    return ClassPath.mentions(session, MailLibrary.ASKED_LAST);
  }

  /**
   * Adds the warning about an old API. Before 2.1.4 the split API does not know Angus's defaults,
   * and the order of the class path decides. This reads the class file, because a merged jar has no
   * manifest of the API.
   */
  private static void addOldApi(List<String> found) {
    Optional<URL> session = ClassPath.of(Session.class).classFile(SESSION);
    if (session.isPresent() && !asksLibraryLast(session.get())) {
      found.add(version(ClassPath.jarLabel(session.get(), SESSION)) + MailLibrary.OLD_API);
    }
  }

  private static String version(String jar) {
    return jar.startsWith(MailLibrary.API) ? jar : "the Jakarta Mail API in " + jar;
  }

  private static void addOtherApi(List<String> found) {
    ClassPath path = ClassPath.of(Session.class);
    Optional<URL> session = path.classFile(MailLibrary.OTHER_SESSION);
    if (session.isPresent() && path.classFile(MailLibrary.OTHER_PROVIDERS).isEmpty()) {
      found.add(NeededJars.jarName(session.get()) + MailLibrary.OTHER_UNSECURED);
    }
  }
}
