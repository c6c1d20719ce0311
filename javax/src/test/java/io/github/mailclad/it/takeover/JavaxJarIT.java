package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar that is published for {@code javax.mail}. */
class JavaxJarIT {
  private static final String PACKAGE = "io/github/mailclad/javax/";

  @ParameterizedTest
  @ValueSource(strings = {"mail-1.6.8", "mail-1.6.7"})
  void everyMemberThatIsUsedIsInThatVersion(String mail) throws Exception {
    ReferencedMembers.Result result =
        ReferencedMembers.of(Jars.mailclad(), Jars.all(Jars.in(mail), Jars.in("activation")));
    assertEquals(Set.of(), result.missing());
    assertTrue(result.compared() > 5000, () -> result.compared() + " uses");
  }

  /** None is of 1.6 alone: what Angus 2.0.5 reads is what Mailclad has judged. */
  @ParameterizedTest
  @ValueSource(strings = {"mail-1.6.8", "mail-1.6.7"})
  void everyPropertyThatIsReadIsKnown(String mail) throws Exception {
    Set<String> names = PropertyNames.in(Jars.in(mail).get(0));
    assertTrue(names.size() > 120 && names.contains("ssl.trust"), names::toString);
    assertTrue(!names.contains("ssl.hostnameverifier"), names::toString);
    assertEquals(Set.of(), PropertyNames.unknown(names));
  }

  @Test
  void membersThatALibraryDoesNotHaveAreFound() throws Exception {
    ReferencedMembers.Result other =
        ReferencedMembers.of(Jars.in("jakarta").get(0), Jars.in("mail-1.6.8"));
    assertTrue(
        other.missing().stream().anyMatch(name -> name.startsWith("jakarta/mail/Session.")),
        other.missing().toString());
    // IMAP is in the jar, and activation is not
    ReferencedMembers.Result part = ReferencedMembers.of(Jars.in("mail-1.6.8").get(0), List.of());
    assertTrue(
        part.missing().stream().anyMatch(name -> name.startsWith("javax/activation/DataSource.")),
        part.missing().toString());
    assertTrue(
        part.missing().stream().noneMatch(name -> name.startsWith("com/sun/mail/imap/")),
        part.missing().toString());
  }

  @Test
  void itsClassesAreInItsOwnPackagesAndNameNoOtherApi() throws Exception {
    List<String> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        assertTrue(!entry.getName().contains("jakarta"), entry.getName());
        if (entry.getName().endsWith(".class") && !entry.getName().equals("module-info.class")) {
          classes.add(entry.getName());
          // the text by which com.sun.mail 2.0 is recognized
          String text = text(jar, entry).replace("jakarta/mail/Store", "");
          assertTrue(entry.getName().startsWith(PACKAGE), entry.getName());
          assertTrue(!text.contains("jakarta/") && !text.contains("org/eclipse/"), entry.getName());
          assertTrue(!text.contains("io/github/mailclad/angus"), entry.getName());
        }
      }
    }
    assertTrue(classes.contains(PACKAGE + "IMAPStore.class"), classes.toString());
    assertTrue(classes.contains(PACKAGE + "mail/InsecureConnectionException.class"));
  }

  @Test
  void servicesResourcesAndModuleListTheSameProviders() throws Exception {
    List<String> services = lines("META-INF/services/javax.mail.Provider");
    assertEquals(8, services.size());
    List<String> served = new ArrayList<>();
    for (String name : services) {
      Class<?> provider = Class.forName(name);
      served.add(((javax.mail.Provider) provider.getConstructor().newInstance()).getClassName());
    }
    List<String> listed = new ArrayList<>();
    for (String line : lines("META-INF/javamail.providers")) {
      listed.add(line.replaceAll(".*class=([\\w.]+);.*", "$1"));
    }
    assertEquals(listed, served);
    ModuleDescriptor module =
        ModuleFinder.of(Jars.mailclad())
            .find("io.github.mailclad.javax")
            .orElseThrow()
            .descriptor();
    assertEquals(
        List.of(services),
        module.provides().stream().map(ModuleDescriptor.Provides::providers).toList());
  }

  private static List<String> lines(String name) throws IOException {
    try (JarFile jar = new JarFile(Jars.mailclad().toFile())) {
      byte[] all = jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
      return new String(all, UTF_8).lines().filter(line -> !line.isBlank()).toList();
    }
  }

  private static String text(JarFile jar, JarEntry entry) throws IOException {
    return new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
  }
}
