package io.github.mailclad.takeover;

import io.github.mailclad.internal.policy.ProtocolName;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The start-up check: for each protocol name of mail, the class that a session would use and the
 * jar that it comes from, and warnings about a class path on which Mailclad may not be the one.
 * Opens no connection.
 *
 * @param winners one for each protocol name
 * @param warnings what a person should mend; empty if all is well
 */
public record ProviderCheck(List<Winner> winners, List<String> warnings) {
  private static final String OUR_ROOM = "io.github.mailclad.";
  private static final String ANGUS_ROOM = "org.eclipse.angus.";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

  /**
   * Who serves a protocol name.
   *
   * @param protocol the protocol name
   * @param className the class that a session would make; empty if nobody serves it
   * @param jar where the class comes from
   */
  public record Winner(String protocol, String className, String jar) {
    /** Whether connections of this protocol name are secured by Mailclad. */
    public boolean isMailclad() {
      return className.startsWith(OUR_ROOM);
    }

    @Override
    public String toString() {
      return protocol + ": " + (className.isEmpty() ? "nobody" : className + " in " + jar);
    }
  }

  /** Copies the lists. */
  public ProviderCheck {
    winners = List.copyOf(winners);
    warnings = List.copyOf(warnings);
  }

  /** Whether every protocol name is served by Mailclad. */
  public boolean isComplete() {
    return winners.stream().allMatch(Winner::isMailclad);
  }

  /** Checks a session. */
  public static ProviderCheck of(Session session) {
    List<Winner> winners =
        Arrays.stream(ProtocolName.values()).map(p -> winner(session, p.text())).toList();
    List<String> warnings = new ArrayList<>();
    for (Winner winner : winners) {
      String key = "mail." + winner.protocol() + ".class";
      String chosen = session.getProperty(key);
      if (chosen != null && chosen.startsWith(ANGUS_ROOM)) {
        warnings.add(
            key
                + "="
                + chosen
                + " takes "
                + winner.protocol()
                + " away from Mailclad: its connections are not secured");
      } else if (!winner.isMailclad()) {
        warnings.add(winner + ", not Mailclad: its connections are not secured");
      }
    }
    severalMailJars().ifPresent(warnings::add);
    oldApi().ifPresent(warnings::add);
    warnings.addAll(JvmSwitches.warnings(System::getProperty));
    return new ProviderCheck(winners, warnings);
  }

  private static Winner winner(Session session, String protocol) {
    try {
      Provider provider = session.getProvider(protocol);
      return new Winner(
          protocol, provider.getClassName(), jarOf(provider.getClassName(), provider));
    } catch (NoSuchProviderException e) {
      return new Winner(protocol, "", "");
    }
  }

  private static String jarOf(String className, Provider provider) {
    ClassLoader loader = provider.getClass().getClassLoader();
    return location(loader, className.replace('.', '/') + ".class")
        .map(ProviderCheck::jarName)
        .orElse("an unknown place");
  }

  private static Optional<URL> location(@Nullable ClassLoader loader, String resource) {
    return Optional.ofNullable(
        loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource));
  }

  /** {@code jar:file:/a/b.jar!/c} and {@code jar:nested:/a.jar/!b.jar!/c} are in {@code b.jar}. */
  private static String jarName(URL classFile) {
    Matcher jar = Pattern.compile(".*[/!]([^/!]+\\.jar)!?/.*").matcher(classFile.toString());
    return jar.matches() ? jar.group(1) : classFile.toString();
  }

  private static Optional<String> severalMailJars() {
    TreeSet<String> jars = new TreeSet<>();
    for (String resource :
        List.of(
            "jakarta/mail/Session.class",
            "org/eclipse/angus/mail/imap/IMAPStore.class",
            "com/sun/mail/imap/IMAPStore.class")) {
      List<String> homes = homesOf(resource);
      if (homes.size() > 1 || (resource.startsWith("com/sun/") && !homes.isEmpty())) {
        jars.addAll(homes);
      }
    }
    return jars.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "several mail jars are on the class path, and their order decides which one is used: "
                + String.join(", ", jars));
  }

  private static List<String> homesOf(String resource) {
    ClassLoader loader = Session.class.getClassLoader();
    try {
      return Collections.list(
              loader == null
                  ? ClassLoader.getSystemResources(resource)
                  : loader.getResources(resource))
          .stream()
          .map(ProviderCheck::jarName)
          .distinct()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Before 2.1.4 the split API does not know Angus's defaults, and the order of the class path
   * decides.
   */
  private static Optional<String> oldApi() {
    return location(Session.class.getClassLoader(), "jakarta/mail/Session.class")
        .flatMap(ProviderCheck::manifestBeside)
        .map(Manifest::getMainAttributes)
        .filter(attributes -> "jakarta.mail-api".equals(attributes.getValue("Bundle-SymbolicName")))
        .map(attributes -> String.valueOf(attributes.getValue("Bundle-Version")))
        .filter(ProviderCheck::isBefore214)
        .map(
            version ->
                "jakarta.mail-api "
                    + version
                    + " is older than 2.1.4: the order of the class path decides who serves mail");
  }

  private static Optional<Manifest> manifestBeside(URL classFile) {
    String text = classFile.toString();
    int root = text.lastIndexOf("jakarta/mail/Session.class");
    try (InputStream in = new URL(text.substring(0, root) + "META-INF/MANIFEST.MF").openStream()) {
      return Optional.of(new Manifest(in));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isBefore214(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return false;
    }
    int[] numbers = {
      Integer.parseInt(parts.group(1)),
      Integer.parseInt(parts.group(2)),
      Integer.parseInt(parts.group(3))
    };
    return Arrays.compare(numbers, new int[] {2, 1, 4}) < 0;
  }

  /** Everything, a line each. */
  @Override
  public String toString() {
    return winners.stream()
            .map(Winner::toString)
            .collect(Collectors.joining("\n", "mail providers:\n", ""))
        + warnings.stream().map(w -> "\nwarning: " + w).collect(Collectors.joining());
  }
}
