package io.github.mailclad.doctor;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.remedy.Remedy;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** A report as one JSON object; docs/report.schema.json is its schema. */
final class JsonFormat implements ReportFormat {

  @Override
  public void write(AuditReport report, PrintWriter out) {
    JsonWriter json = new JsonWriter(new AsciiWriter(out));
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.setHtmlSafe(true);
    try {
      json.beginObject();
      json.name("version").value(1);
      json.name("subject").value(report.subject());
      json.name("time").value(report.time().toString());
      json.name("profile").value(report.profile().label());
      json.name("deviations").value(report.deviations().size());
      json.name("complete").value(!report.isIncomplete());
      json.name("servers").beginArray();
      for (ServerAddress server : report.servers()) {
        write(server, json);
      }
      json.endArray();
      json.name("findings").beginArray();
      for (Finding finding : report.findings()) {
        write(finding, report, json);
      }
      json.endArray().endObject().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private static void write(Finding finding, AuditReport report, JsonWriter json)
      throws IOException {
    json.beginObject();
    json.name("check").value(finding.check().id());
    json.name("title").value(finding.check().title());
    json.name("status").value(finding.status().name());
    json.name("counts").value(report.deviations().contains(finding));
    json.name("requirements").beginArray();
    for (String requirement : finding.check().requirements()) {
      json.value(requirement);
    }
    json.endArray();
    if (finding.where() != null) {
      json.name("where");
      write(finding.where(), json);
    }
    json.name("sentence").value(finding.sentence());
    json.name("evidence").beginObject();
    for (Map.Entry<String, String> fact : finding.evidence().entrySet()) {
      json.name(fact.getKey()).value(fact.getValue());
    }
    json.endObject();
    json.name("remedies").beginArray();
    for (Remedy remedy : remedies(finding)) {
      json.beginObject();
      json.name("server").value(remedy.server().label());
      json.name("file").value(remedy.file());
      json.name("text").value(remedy.text());
      json.endObject();
    }
    json.endArray().endObject();
  }

  /** Returns the remedies of a deviation; empty for another finding. */
  static List<Remedy> remedies(Finding finding) {
    return finding.status().isDeviation()
        ? Remedy.of(finding.check().id(), finding.where() == null ? "" : finding.where().protocol())
        : List.of();
  }

  private static void write(ServerAddress server, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("server").value(server.server());
    if (server.address() != null) {
      json.name("address").value(server.address());
    }
    json.name("port").value(server.port());
    json.name("protocol").value(server.protocol());
    json.endObject();
  }

  /** Writes other characters than ASCII by their number: a terminal would obey some of them. */
  private static final class AsciiWriter extends FilterWriter {
    AsciiWriter(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      out.write(c < 0x7f ? String.valueOf((char) c) : "\\u%04x".formatted(c));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      for (int at = from; at < from + length; at++) {
        write(text[at]);
      }
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      write(text.toCharArray(), from, length);
    }
  }
}
