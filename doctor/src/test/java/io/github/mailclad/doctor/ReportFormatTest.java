package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Check;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.Status;
import io.github.mailclad.explain.ConfigurationExplainer;
import io.github.mailclad.explain.ExplanationFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportFormatTest {
  /** The greeting of a hostile server, without any escape. */
  private static final String HOSTILE =
      "\"'><script>alert(1)</script>&amp; | x=1\u001b[2J\u202e\u0000\r\n# TYPE evil gauge\nevil 1\\";

  private static final ServerAddress IMAP =
      new ServerAddress("mail.example.org", "192.0.2.1", 143, "imap");

  private static Check check(String id, String title) {
    return new Check(id, title, List.of("D-4-10"), Profile.RFC8314);
  }

  private static AuditReport report(String text) {
    return new AuditReport(
        "example.org",
        Instant.parse("2026-12-01T12:00:00Z"),
        Profile.RFC8314,
        List.of(
            new Finding(
                check("cleartext-login", "no login is offered before TLS"),
                Status.FAIL,
                IMAP,
                "the server offers AUTH=PLAIN before TLS: " + text,
                Map.of("greeting", "* OK " + text)),
            new Finding(
                check("close-notify", "the server ends TLS with close_notify"),
                Status.WARN,
                IMAP,
                "the connection ends without close_notify"),
            new Finding(check("dnssec", "the records are signed"), Status.PASS, null, "signed"),
            new Finding(
                check("tls-logging", "logins are logged"),
                Status.NOT_OBSERVABLE,
                null,
                "logs are not visible from outside"),
            new Finding(
                check("speed", "extensions that save round trips"),
                Status.ERROR,
                IMAP,
                "no answer")),
        List.of(IMAP));
  }

  private static String written(String format, AuditReport report) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    Objects.requireNonNull(ReportFormat.all().get(format)).write(report, writer);
    writer.flush();
    return out.toString();
  }

  /** Compares with the stored text; -Dmailclad.docs=write stores it anew. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html", "junit", "nagios", "prometheus"})
  void theFormIsTheStoredOne(String format) throws Exception {
    String now = written(format, report("plain")).replace("\r\n", "\n");
    Path stored = Path.of("src/test/resources/reports/report." + format);
    if (System.getProperty("mailclad.docs", "").equals("write")) {
      Files.createDirectories(Objects.requireNonNull(stored.getParent()));
      Files.writeString(stored, now);
    }
    assertEquals(Files.readString(stored), now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html", "junit", "nagios", "prometheus"})
  void hostileTextHasNoControlCharacters(String format) {
    String now = written(format, report(HOSTILE));
    assertTrue(
        now.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)),
        () -> "control character in " + now);
  }

  @Test
  void hostileTextStaysTextInJson() {
    JsonObject json = JsonParser.parseString(written("json", report(HOSTILE))).getAsJsonObject();
    JsonObject finding = json.getAsJsonArray("findings").get(0).getAsJsonObject();
    assertEquals(
        "* OK " + HOSTILE, finding.getAsJsonObject("evidence").get("greeting").getAsString());
    assertFalse(written("json", report(HOSTILE)).contains("<script"));
  }

  @Test
  void hostileTextStaysTextInJunitXml() throws Exception {
    String xml = written("junit", report(HOSTILE));
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertEquals(5, document.getElementsByTagName("testcase").getLength());
    assertEquals(0, document.getElementsByTagName("script").getLength());
    Element suite = document.getDocumentElement();
    assertEquals("2", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals("1", suite.getAttribute("skipped"));
    assertEquals(2, document.getElementsByTagName("failure").getLength());
  }

  @Test
  void hostileTextStaysTextInHtml() {
    String html = written("html", report(HOSTILE));
    Set<String> plain = tags(written("html", report("plain")));
    assertEquals(plain, tags(html));
    assertFalse(html.contains("<script"));
  }

  private static Set<String> tags(String html) {
    Set<String> tags = new TreeSet<>();
    Matcher tag = Pattern.compile("<[^>]*>").matcher(html);
    while (tag.find()) {
      tags.add(tag.group());
    }
    return tags;
  }

  @Test
  void hostileTextMakesNoLineOfItsOwn() {
    String plain = written("nagios", report("plain"));
    String nagios = written("nagios", report(HOSTILE));
    assertEquals(plain.lines().count(), nagios.lines().count());
    assertEquals(1, nagios.lines().filter(line -> line.contains("|")).count());
    AuditReport hostile =
        new AuditReport(
            HOSTILE,
            Instant.EPOCH,
            Profile.RFC8314,
            List.of(
                new Finding(
                    check("dnssec", "signed"),
                    Status.FAIL,
                    new ServerAddress(HOSTILE, null, 1, "imap"),
                    "x")),
            List.of());
    written("prometheus", hostile)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> assertTrue(line.startsWith("mailclad_doctor_"), line));
    assertEquals(
        3, written("prometheus", hostile).lines().filter(line -> !line.startsWith("#")).count());
  }

  private static JsonObject schema(String name) throws IOException {
    return JsonParser.parseString(Files.readString(Path.of("../docs/" + name))).getAsJsonObject();
  }

  @Test
  void jsonFollowsItsSchema() throws Exception {
    JsonObject json = JsonParser.parseString(written("json", report(HOSTILE))).getAsJsonObject();
    assertEquals(List.of(), JsonSchema.problems(schema("report.schema.json"), json));
    json.addProperty("deviations", -1);
    json.addProperty("extra", 1);
    json.remove("profile");
    assertEquals(3, JsonSchema.problems(schema("report.schema.json"), json).size());
  }

  @Test
  void explanationsFollowTheirSchema() throws Exception {
    StringBuilder out = new StringBuilder();
    ExplanationFormat.JSON.write(
        List.of(
            new ConfigurationExplainer()
                .explainEnvironment(
                    Map.of("SPRING_MAIL_HOST", "a.example", "SPRING_MAIL_PORT", "25"))),
        out);
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertEquals(List.of(), JsonSchema.problems(schema("explanation.schema.json"), json));
    assertTrue(out.toString().contains("no-tls"));
  }

  @Test
  void nagiosHasExitCodesOfItsOwn() {
    NagiosFormat nagios = new NagiosFormat();
    AuditReport all = report("plain");
    assertEquals(2, nagios.exitCode(all));
    assertEquals(1, nagios.exitCode(with(all, Status.WARN)));
    assertEquals(3, nagios.exitCode(with(all, Status.ERROR)));
    assertEquals(0, nagios.exitCode(with(all, Status.PASS)));
  }

  private static AuditReport with(AuditReport all, Status status) {
    return new AuditReport(
        all.subject(),
        all.time(),
        all.profile(),
        all.findings().stream().filter(finding -> finding.status() == status).toList(),
        List.of());
  }

  @Test
  void aDeviationHasItsRemedyInJsonAndHtml() {
    assertTrue(written("json", report("plain")).contains("disable_plaintext_auth"));
    assertTrue(written("html", report("plain")).contains("disable_plaintext_auth"));
    assertFalse(written("html", report("plain")).contains("smtpd_tls_auth_only"));
  }
}
