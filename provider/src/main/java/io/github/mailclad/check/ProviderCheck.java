package io.github.mailclad.check;

import io.github.mailclad.internal.jars.MailLibrary;
import io.github.mailclad.internal.jars.NeededJars;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The start-up check: for each protocol name of mail, the class that a session would use and the
 * jar that it comes from, and warnings about a class path on which Mailclad may not serve. Opens no
 * connection.
 *
 * <p>An application checks its sessions at start:
 *
 * <pre>{@code
 * ProviderCheck.require(session);                       // throws if another provider serves
 * System.out.println(ProviderCheck.of(session));        // the provider of each protocol name
 * }</pre>
 *
 * @param providers the class that serves each protocol name
 * @param warnings the facts that a person should know or change; empty if there is no problem
 */
public record ProviderCheck(List<ProviderClass> providers, List<String> warnings) {
  /** The names of {@code ProtocolName}, which cannot be loaded if a jar is missing. */
  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  private static final String UNSECURED = "its connections are not secured";

  private static final String OURS = "io.github.mailclad.";
  private static final String UNUSABLE = "io.github.mailclad.angus.Unusable";

  /**
   * The class that serves a protocol name.
   *
   * @param protocol the protocol name
   * @param className the class that a session would create; empty if no class serves the name
   * @param jar the jar that the class comes from
   */
  public record ProviderClass(String protocol, String className, String jar) {
    /** Returns whether Mailclad secures connections of this protocol name. */
    public boolean isMailclad() {
      return className.startsWith(OURS) && !isUnusable();
    }

    /**
     * Returns whether the class replaces Mailclad's own because a jar is missing, and refuses every
     * connection.
     */
    private boolean isUnusable() {
      return className.startsWith(UNUSABLE);
    }

    @Override
    public String toString() {
      return protocol + ": " + (className.isEmpty() ? "no class" : className + " in " + jar);
    }
  }

  public ProviderCheck {
    providers = List.copyOf(providers);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether Mailclad serves every protocol name. */
  public boolean isComplete() {
    for (ProviderClass provider : providers) {
      if (!provider.isMailclad()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the warnings that name a cause and a remedy; the others name an effect. */
  public List<String> obstacles() {
    return warnings.stream().filter(warning -> !warning.endsWith(UNSECURED)).toList();
  }

  /**
   * Returns all warnings in one text if another class serves a protocol name, or a jar is missing;
   * empty if Mailclad serves all mail.
   */
  public Optional<String> problem() {
    return isComplete() && NeededJars.problems().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Mailclad does not serve all mail of this application:\n  "
                + String.join("\n  ", warnings));
  }

  /**
   * Checks a session as {@code Session.getInstance(new Properties())} creates it here, and requires
   * that Mailclad serves every protocol name. For the start of an application.
   *
   * @throws IllegalStateException if another class serves one, or a jar is missing; its message is
   *     the {@link #problem}
   */
  public static void require() {
    require(Session.getInstance(new Properties()));
  }

  /**
   * Requires that Mailclad serves every protocol name of a session.
   *
   * @throws IllegalStateException if another class serves one, or a jar is missing; its message is
   *     the {@link #problem}
   */
  public static void require(Session session) {
    of(session)
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
  }

  /**
   * Returns the check of a session. The first connection of every process makes one, so this and
   * what it calls has loops: the first use of each lambda would cost it a fraction of a
   * millisecond.
   */
  public static ProviderCheck of(Session session) {
    List<ProviderClass> providers = new ArrayList<>();
    for (String protocol : PROTOCOLS) {
      providers.add(provider(session, protocol));
    }
    List<String> warnings = new ArrayList<>();
    for (ProviderClass provider : providers) {
      String key = "mail." + provider.protocol() + ".class";
      String chosen = session.getProperty(key);
      if (chosen != null && chosen.startsWith(MailLibrary.PREFIX)) {
        warnings.add(
            key
                + "="
                + chosen
                + " gives "
                + provider.protocol()
                + " to another provider: "
                + UNSECURED);
      } else if (!provider.isMailclad() && !provider.isUnusable()) {
        warnings.add(provider + ", not Mailclad: " + UNSECURED);
      }
    }
    if (!new ProviderCheck(providers, warnings).isComplete()) {
      warnings.addAll(Obstacles.inTheWay());
    }
    warnings.addAll(Obstacles.standing());
    if (NeededJars.problems().isEmpty()) {
      warnings.addAll(JvmSwitches.warnings(System.getProperties()));
    }
    return new ProviderCheck(providers, warnings);
  }

  private static ProviderClass provider(Session session, String protocol) {
    try {
      Provider provider = session.getProvider(protocol);
      return new ProviderClass(
          protocol, provider.getClassName(), jarOf(provider.getClassName(), provider));
    } catch (NoSuchProviderException e) {
      return new ProviderClass(protocol, "", "");
    }
  }

  private static String jarOf(String className, Provider provider) {
    Optional<URL> file = ClassPath.of(provider.getClass()).classFile(className);
    return file.isPresent() ? NeededJars.jarName(file.get()) : "an unknown place";
  }

  /** Returns all providers and warnings, a line each. */
  @Override
  public String toString() {
    return providers.stream()
            .map(ProviderClass::toString)
            .collect(Collectors.joining("\n", "mail providers:\n", ""))
        + warnings.stream().map(w -> "\nwarning: " + w).collect(Collectors.joining());
  }
}
