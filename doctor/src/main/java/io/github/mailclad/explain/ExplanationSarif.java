package io.github.mailclad.explain;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Traps as SARIF 2.1.0 (OASIS), with file and line. */
final class ExplanationSarif {
  private ExplanationSarif() {}

  static void write(List<ExplainedFile> files, Appendable out) throws IOException {
    JsonWriter json = ExplanationJson.writer(out);
    json.beginObject();
    json.name("$schema").value("https://json.schemastore.org/sarif-2.1.0.json");
    json.name("version").value("2.1.0");
    json.name("runs").beginArray().beginObject();
    json.name("tool").beginObject().name("driver").beginObject();
    json.name("name").value("mailclad-doctor");
    json.name("rules").beginArray();
    for (Trap.Rule rule : Trap.Rule.values()) {
      json.beginObject().name("id").value(rule.id());
      text("shortDescription", rule.title(), json);
      json.name("defaultConfiguration").beginObject();
      json.name("level").value(level(rule)).endObject().endObject();
    }
    json.endArray().endObject().endObject();
    json.name("columnKind").value("utf16CodeUnits");
    json.name("results").beginArray();
    for (ExplainedFile file : files) {
      for (Explanation session : file.sessions()) {
        for (Trap trap : session.traps()) {
          write(trap, session, json);
        }
      }
    }
    json.endArray().endObject().endArray().endObject().flush();
    out.append('\n');
  }

  private static void write(Trap trap, Explanation session, JsonWriter json) throws IOException {
    WrittenSetting place = trap.place() == null ? session.place() : trap.place();
    json.beginObject();
    json.name("ruleId").value(trap.rule().id());
    json.name("ruleIndex").value(List.of(Trap.Rule.values()).indexOf(trap.rule()));
    json.name("level").value(level(trap.rule()));
    text("message", trap.key() + ": " + trap.effect() + ". " + trap.remedy(), json);
    json.name("locations").beginArray().beginObject().name("physicalLocation").beginObject();
    json.name("artifactLocation").beginObject().name("uri").value(uri(place.file())).endObject();
    json.name("region").beginObject().name("startLine").value(place.line()).endObject();
    json.endObject().endObject().endArray();
    // the same trap stays the same result when lines move
    json.name("partialFingerprints").beginObject();
    json.name("mailclad/v1").value(trap.rule().id() + ":" + session.protocol() + ":" + trap.key());
    json.endObject().endObject();
  }

  private static void text(String name, String value, JsonWriter json) throws IOException {
    json.name(name).beginObject().name("text").value(value).endObject();
  }

  private static String level(Trap.Rule rule) {
    return rule.isFailing() ? "error" : "note";
  }

  /** Returns a relative file as a relative URI, which code scanning needs, and an absolute one. */
  private static String uri(Path file) {
    if (file.isAbsolute()) {
      return file.toUri().toString();
    }
    return StreamSupport.stream(file.normalize().spliterator(), false)
        .map(name -> URLEncoder.encode(name.toString(), StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
