package io.github.mailclad.programs.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Writes {@code docs/compatibility.md} out of the reports of Surefire and Failsafe, and prints one
 * line of counts.
 */
public final class CompatibilityDocument {
  private static final String TEXT =
      """
      # Compatibility

      ```sh
      mvn -q -Pinterop verify   # runs these programs and servers, and writes this page
      ```

      Each program is the published one, in a Maven module of its own (`src-it/programs`). It adopts Mailclad by class path
      and configuration. Each has to pass these tests, as judged by what its server received:

      * It sends or reads a message over verified TLS, and nothing before TLS.
      * A server with a certificate for another name gets no credentials, and the program's user sees
        `[identity-mismatch]`.
      * A server without TLS gets no credentials, and the program's user sees `[plaintext-server]`, or
        `[starttls-unavailable]` where STARTTLS is set.

      The snippets and the sessions of Keycloak and Jenkins are their properties and calls, written anew. The ways to load
      open no connection.

      The authority of the test servers is set by `mail.security.trust-anchors`, as a session property or a system
      property. A server with a public certificate does not need it. [docs/loading.md](loading.md) has the class paths,
      module paths and containers that were tried.

      | program | version | tests passed | configuration | the refusal appears in |
      |---|---|---|---|---|
      """;

  private static final String NOTES =
      """

      The sessions of GreenMail's helpers trust every server. In a test, set what a client of your server would set:

      ```java
      setup.mailSessionProperty("mail.smtps.socketFactory.class", "javax.net.ssl.SSLSocketFactory")
          .mailSessionProperty("mail.smtps.ssl.checkserveridentity", "true")
          .mailSessionProperty("mail.smtps.security.trust-anchors", "greenmail-authority.pem");
      ```

      GreenMail takes a certificate for `localhost` from the key store in `-Dgreenmail.tls.keystore.file`.

      Simple Java Mail 9 was not in Maven Central on 2 December 2026; 8.12.6 is the newest release.

      Camel makes a session property of each message header that begins with `mail.smtp.` or `mail.smtps.`. Mailclad cannot
      know who wrote a property. A route for messages of other systems needs the first or the second of these; the third is
      a second line of defence:

      * Give the endpoint a session of its own: `smtps:any?session=#name`. Headers then set nothing.
      * Remove such headers: `removeHeaders("mail.*")`.
      * Start the JVM with `-Dio.github.mailclad.minimum-level=authenticated`
        ([settings](settings.md)). A header `mail.smtps.security.minimum-level: none` is then refused by name. This alone is
        not enough: a header `mail.smtps.class` chooses Angus's own class, which asks no class of Mailclad.
      """;

  private static final String SERVERS =
      """

      ## Servers

      The integration tests in `src-it` run these servers on loopback, with certificates of their own. The versions are
      those of Debian 12, and of npm for Node.js. OpenSMTPD is from its backports: version 6.8 fails with OpenSSL 3.

      | server | version | tests passed | extent |
      |---|---|---|---|
      """;

  private static final String JAVAX =
      """

      ## javax.mail

      `mailclad-javax` is built from the same source code. The integration tests of `src-it` and the quickstart were
      transformed like it, and ran with `com.sun.mail:jakarta.mail`. [0038](decisions/0038-javax.md) names the tests that
      were left out, and the differences of that library.

      | tests | version | tests passed | extent |
      |---|---|---|---|
      """;

  private int tests;
  private int failed;
  private int skipped;

  private CompatibilityDocument() {}

  /**
   * Writes the document, and ends with status 1 if a test failed.
   *
   * @param arguments the directory of the programs, and the file to write
   */
  public static void main(String[] arguments)
      throws IOException, ParserConfigurationException, SAXException {
    CompatibilityDocument document = new CompatibilityDocument();
    Path programs = Path.of(arguments[0]).toAbsolutePath().normalize();
    StringBuilder text = new StringBuilder(TEXT);
    for (Program program : Program.values()) {
      text.append(document.row(program, programs));
    }
    text.append(NOTES).append(SERVERS);
    Path tests = programs.resolveSibling("target");
    for (TestedServer server : TestedServer.values()) {
      text.append(document.row(server, tests.resolve("failsafe-reports")));
    }
    text.append(JAVAX).append(document.javaxRows(programs.resolve("../..").normalize()));
    Path compared = tests.resolve("interop/side-by-side.md");
    if (Files.exists(compared)) {
      text.append('\n').append(Files.readString(compared));
    }
    Files.writeString(Path.of(arguments[1]), text);
    System.out.printf(
        "interop: %d combinations, %d failed, %d skipped%n",
        document.tests, document.failed, document.skipped);
    if (document.failed > 0) {
      System.exit(1);
    }
  }

  private String row(Program program, Path programs)
      throws IOException, ParserConfigurationException, SAXException {
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            program.title,
            version(program, programs),
            counted(reports(programs.resolve(program.directory), program.tests)),
            program.settings,
            program.refusal);
  }

  private String row(TestedServer server, Path reports)
      throws IOException, ParserConfigurationException, SAXException {
    List<Path> files = new ArrayList<>();
    for (String name : server.classes) {
      Path file = reports.resolve("TEST-io.github.mailclad.it." + name + ".xml");
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    if (files.size() < server.classes.size()) {
      files.clear();
    }
    return "| %s | %s | %s | %s |\n"
        .formatted(server.title, server.version(), counted(files), server.extent);
  }

  private String javaxRows(Path root)
      throws IOException, ParserConfigurationException, SAXException {
    String version =
        parsed(root.resolve("pom.xml"))
            .getElementsByTagName("javax.mail.version")
            .item(0)
            .getTextContent();
    return "| integration tests | %s | %s | %s |\n"
            .formatted(
                version,
                counted(files(root.resolve("javax/target/failsafe-reports"), "TEST-.*\\.xml")),
                "real and hostile servers, logins, weakening properties, DNS, ways to load")
        + "| quickstart (`samples/quickstart-javax`) | %s | %s | %s |\n"
            .formatted(
                version,
                counted(reports(root.resolve("samples/quickstart-javax"), ".*")),
                "three verified connections, four refusals");
  }

  /** Adds the results of test classes to the counts, and returns them in words. */
  private String counted(List<Path> reports)
      throws IOException, ParserConfigurationException, SAXException {
    int all = 0;
    int bad = 0;
    int left = 0;
    for (Path report : reports) {
      Element suite = parsed(report).getDocumentElement();
      all += number(suite, "tests");
      bad += number(suite, "failures") + number(suite, "errors");
      left += number(suite, "skipped");
    }
    if (all == 0) {
      // what was not run is a failure, not a gap
      all = 1;
      bad = 1;
    }
    tests += all;
    failed += bad;
    skipped += left;
    return (all - bad - left) + " of " + all;
  }

  private static List<Path> reports(Path module, String tests) throws IOException {
    return files(module.resolve("target/surefire-reports"), "TEST-.*\\." + tests + "Test\\.xml");
  }

  private static List<Path> files(Path directory, String names) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().matches(names)).toList();
    }
  }

  private static String version(Program program, Path programs)
      throws IOException, ParserConfigurationException, SAXException {
    String property = "program." + program.directory + ".version";
    return parsed(programs.resolve("pom.xml"))
        .getElementsByTagName(property)
        .item(0)
        .getTextContent();
  }

  private static Document parsed(Path file)
      throws IOException, ParserConfigurationException, SAXException {
    try (InputStream in = Files.newInputStream(file)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
