package io.github.mailclad.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassPathExplainerTest {
  private static final List<String> ANGUS =
      List.of(
          "jakarta.mail.Session",
          "jakarta.activation.DataHandler",
          "org.eclipse.angus.mail.imap.IMAPStore",
          "org.eclipse.angus.activation.MailcapFile");
  private static final List<String> MAILCLAD =
      List.of(
          "io.github.mailclad.check.ProviderCheck",
          "io.github.mailclad.SecurityPolicy",
          "com.ongres.scram.client.ScramClient",
          "com.ongres.scram.common.StringPreparation",
          "com.ongres.saslprep.SASLprep",
          "com.ongres.stringprep.Stringprep");

  private final ClassPathExplainer explainer = new ClassPathExplainer(Clock.systemUTC());

  @TempDir private Path folder = Path.of("unset");

  /** Returns the jars, or folders of classes, that these classes are in. */
  private static List<Path> places(List<String> classes) throws Exception {
    List<Path> found = new ArrayList<>();
    for (String name : classes) {
      found.add(
          Path.of(Class.forName(name).getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return found;
  }

  private static List<Path> both() throws Exception {
    List<Path> all = new ArrayList<>(places(ANGUS));
    all.addAll(places(MAILCLAD));
    return all;
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return file;
  }

  private static List<Finding> of(AuditReport report, String check) {
    return report.findings().stream().filter(each -> each.check().id().equals(check)).toList();
  }

  @Test
  void mailcladServesEachProtocol() throws Exception {
    AuditReport report = explainer.explain(both());
    List<Finding> served = of(report, "provider-served");
    assertEquals(8, served.size());
    served.forEach(each -> assertEquals(Status.PASS, each.status(), each::sentence));
    assertEquals(List.of(), report.deviations());
  }

  @Test
  void withoutMailcladAngusServes() throws Exception {
    AuditReport report = explainer.explain(places(ANGUS));
    Finding imaps = of(report, "provider-served").get(0);
    assertEquals(Status.WARN, imaps.status());
    assertTrue(imaps.sentence().contains("org.eclipse.angus.mail.imap.IMAPSSLStore in angus-mail"));
    assertTrue(
        imaps.evidence().keySet().stream().anyMatch(key -> key.endsWith("jakarta.mail.Provider")));
  }

  @Test
  void aMissingJarOfMailcladIsNotAPass() throws Exception {
    List<Path> jars = new ArrayList<>(both());
    jars.removeAll(places(List.of("com.ongres.scram.client.ScramClient")));
    List<Finding> served = of(explainer.explain(jars), "provider-served");
    assertTrue(served.stream().noneMatch(each -> each.status() == Status.PASS));
  }

  @Test
  void aMissingApiIsNamed() throws Exception {
    AuditReport report =
        explainer.explain(places(List.of("org.eclipse.angus.mail.imap.IMAPStore")));
    assertEquals(Status.FAIL, of(report, "mail-jar-missing").get(0).status());
  }

  @Test
  void theLibrariesOfAnExecutableJarAreRead() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (Path place : places(ANGUS)) {
      entries.put("BOOT-INF/lib/" + place.getFileName(), Files.readAllBytes(place));
    }
    AuditReport report = explainer.explain(List.of(jar("shop.jar", entries)));
    assertTrue(of(report, "provider-served").get(0).sentence().contains("shop.jar!angus-mail"));
  }

  @ParameterizedTest
  @CsvSource({
    "org.eclipse.angus, angus-mail, 2.0.3, true",
    "org.eclipse.angus, angus-mail, 2.0.4-SNAPSHOT, true",
    "org.eclipse.angus, angus-mail, 2.0.4, false",
    "org.eclipse.angus, jakarta.mail, 2.0.2, true",
    "org.eclipse.angus, smtp, 1.1.0, false",
    "com.sun.mail, jakarta.mail, 1.6.7, true",
    "com.sun.mail, jakarta.mail, 1.6.8, false",
    "com.sun.mail, jakarta.mail, 2.0.1, true",
    "com.sun.mail, jakarta.mail, 2.0.2, false",
    "com.sun.mail, javax.mail, 1.6.2, true",
    "com.example, angus-mail, 2.0.3, false"
  })
  void versionsWithAKnownVulnerabilityAreNamed(
      String group, String artifact, String version, boolean vulnerable) throws Exception {
    String pom = "groupId=%s%nartifactId=%s%nversion=%s%n".formatted(group, artifact, version);
    Path jar =
        jar(
            "a.jar",
            Map.of(
                "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
                pom.getBytes(StandardCharsets.ISO_8859_1)));
    List<Finding> found = of(explainer.explain(List.of(jar)), "mail-jar-vulnerable");
    assertEquals(vulnerable ? 1 : 0, found.size());
    assertTrue(found.stream().allMatch(each -> each.sentence().contains("CVE-2025-7962")));
  }

  @Test
  void severalCopiesOfTheApiAreNamed() throws Exception {
    List<Path> jars = new ArrayList<>(both());
    jars.add(
        jar(
            "old.jar",
            Map.of(
                "jakarta/mail/Session.class", new byte[0],
                "com/sun/mail/imap/IMAPStore.class", new byte[0])));
    AuditReport report = explainer.explain(jars);
    assertEquals(3, of(report, "provider-order").size());
    assertFalse(report.deviations().isEmpty());
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("a.jar"), "text");
    assertThrows(IOException.class, () -> explainer.explain(List.of(text)));
  }
}
