package io.github.mailclad.explain;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Check;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.Status;
import io.github.mailclad.explain.MailJars.MailJar;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Explains a class path of mail jars: the class that serves each protocol, the jar that it is in,
 * and the reason; jars with known vulnerabilities; several copies of one library. It loads the
 * Jakarta Mail API and the providers from these jars, in a class loader of their own, because only
 * they decide. Nothing is connected to. Not for jars that you would not run.
 */
public final class ClassPathExplainer {
  private static final Check SERVED =
      check("provider-served", "Mailclad serves each mail protocol");
  private static final Check ORDER =
      check("provider-order", "the order of the class path decides nothing");
  private static final Check VULNERABLE =
      check("mail-jar-vulnerable", "no mail jar has a known vulnerability");
  private static final Check MISSING =
      check("mail-jar-missing", "all jars of Jakarta Mail are there");

  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  private final Clock clock;

  /**
   * Creates an explainer.
   *
   * @param clock gives the report its time
   */
  public ClassPathExplainer(Clock clock) {
    this.clock = clock;
  }

  private static Check check(String id, String title) {
    return new Check(id, title, List.of(), Profile.RFC8314);
  }

  /**
   * Explains jars in the order of a class path. An executable jar of Spring Boot and a web archive
   * stand for their libraries.
   *
   * @throws IOException if a file cannot be read as a jar
   */
  public AuditReport explain(List<Path> files) throws IOException {
    Path copies = Files.createTempDirectory("doctor");
    try {
      List<MailJar> jars = MailJars.of(files, copies);
      List<Finding> findings = new ArrayList<>();
      addServed(jars, findings);
      addCopies(jars, findings);
      addOldApi(jars, findings);
      addVulnerable(jars, findings);
      return new AuditReport(
          "class path of " + jars.size() + " jars",
          clock.instant(),
          Profile.RFC8314,
          findings,
          List.of());
    } finally {
      try (Stream<Path> all = Files.walk(copies)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void addServed(List<MailJar> jars, List<Finding> findings) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (MailJar jar : jars) {
      urls.add(jar.file().toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Object session = session(loader);
      for (String protocol : PROTOCOLS) {
        findings.add(served(protocol, className(session, protocol), loader, jars));
      }
    } catch (ClassNotFoundException e) {
      findings.add(
          new Finding(
              MISSING,
              Status.FAIL,
              null,
              "no jar has the Jakarta Mail API: add jakarta.mail:jakarta.mail-api 2.1.5"));
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      findings.add(
          new Finding(
              MISSING, Status.FAIL, null, "no session can be made: a jar is missing: " + cause));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object session(ClassLoader loader) throws ReflectiveOperationException {
    return loader
        .loadClass("jakarta.mail.Session")
        .getMethod("getInstance", Properties.class)
        .invoke(null, new Properties());
  }

  private static String className(Object session, String protocol)
      throws ReflectiveOperationException {
    try {
      Object provider =
          session.getClass().getMethod("getProvider", String.class).invoke(session, protocol);
      return String.valueOf(provider.getClass().getMethod("getClassName").invoke(provider));
    } catch (InvocationTargetException e) {
      // jakarta.mail.NoSuchProviderException
      return "";
    }
  }

  private static Finding served(
      String protocol, String className, URLClassLoader loader, List<MailJar> jars)
      throws IOException {
    if (className.isEmpty()) {
      return new Finding(
          SERVED, Status.WARN, null, protocol + " is served by no class; Mailclad is not there");
    }
    URL file = loader.findResource(className.replace('.', '/') + ".class");
    String jar = "no jar";
    for (MailJar each : jars) {
      if (file != null && file.toString().contains(each.file().toUri().toURL().toString())) {
        jar = each.name();
      }
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("class", className);
    reasons.put("jar", jar);
    for (MailJar each : jars) {
      for (String resource :
          List.of(
              "META-INF/services/jakarta.mail.Provider",
              "META-INF/jakarta.providers",
              "META-INF/javamail.providers")) {
        Optional<String> text = MailJars.text(each, resource);
        if (text.isPresent() && names(text.get(), className)) {
          reasons.put(each.name() + " " + resource, "names it");
        }
      }
    }
    boolean ours = className.startsWith("io.github.mailclad.");
    boolean unusable = className.startsWith("io.github.mailclad.angus.Unusable");
    return new Finding(
        SERVED,
        unusable ? Status.FAIL : ours ? Status.PASS : Status.WARN,
        null,
        unusable
            ? protocol + " is refused by Mailclad, because a jar that it needs is missing"
            : protocol + " is served by " + className + " in " + jar,
        reasons);
  }

  /** Returns whether a list of providers names the class, or a provider beside it. */
  private static boolean names(String text, String className) {
    return text.contains(className)
        || text.contains(className.substring(0, className.lastIndexOf('.') + 1));
  }

  /** Adds the libraries of which the class path has several versions. */
  private static void addCopies(List<MailJar> jars, List<Finding> findings) throws IOException {
    for (String name :
        List.of(
            "jakarta.mail.Session",
            "org.eclipse.angus.mail.imap.IMAPStore",
            "com.sun.mail.imap.IMAPStore",
            "io.github.mailclad.SecurityPolicy")) {
      List<String> having = having(jars, name);
      if (having.size() > 1) {
        findings.add(
            new Finding(
                ORDER,
                Status.WARN,
                null,
                name
                    + " is in several jars, and the first one counts: "
                    + String.join(", ", having)));
      }
    }
    List<String> sun = having(jars, "com.sun.mail.imap.IMAPStore");
    if (!sun.isEmpty() && !having(jars, "org.eclipse.angus.mail.imap.IMAPStore").isEmpty()) {
      findings.add(
          new Finding(
              ORDER,
              Status.WARN,
              null,
              "the implementation before Angus is there, too: " + String.join(", ", sun)));
    }
    List<String> javax = having(jars, "javax.mail.Session");
    if (!javax.isEmpty()) {
      findings.add(
          new Finding(
              SERVED,
              Status.WARN,
              null,
              "sessions of javax.mail are not secured by Mailclad: " + String.join(", ", javax)));
    }
  }

  private static List<String> having(List<MailJar> jars, String className) throws IOException {
    List<String> having = new ArrayList<>();
    for (MailJar jar : jars) {
      if (MailJars.text(jar, className.replace('.', '/') + ".class").isPresent()) {
        having.add(jar.name());
      }
    }
    return having;
  }

  /** Before 2.1.4 the API does not know Angus's own providers as defaults. */
  private static void addOldApi(List<MailJar> jars, List<Finding> findings) throws IOException {
    for (MailJar jar : jars) {
      Optional<String> session = MailJars.text(jar, "jakarta/mail/Session.class");
      if (session.isPresent() && !session.get().contains("org.eclipse.angus.mail.util.Default")) {
        findings.add(
            new Finding(
                ORDER,
                Status.WARN,
                null,
                jar.name()
                    + " has a Jakarta Mail API before 2.1.4: the order of the class path decides"
                    + " which provider serves mail"));
        return;
      }
    }
  }

  private static void addVulnerable(List<MailJar> jars, List<Finding> findings) {
    for (MailJar jar : jars) {
      // a jar that consists of several artifacts is named once
      new TreeMap<>(jar.artifacts())
          .entrySet().stream()
              .flatMap(
                  artifact ->
                      MailVulnerabilities.of(artifact.getKey(), artifact.getValue()).stream()
                          .map(
                              text ->
                                  new Finding(
                                      VULNERABLE,
                                      Status.FAIL,
                                      null,
                                      jar.name() + ": " + text,
                                      Map.of(artifact.getKey(), artifact.getValue()))))
              .findFirst()
              .ifPresent(findings::add);
    }
  }
}
