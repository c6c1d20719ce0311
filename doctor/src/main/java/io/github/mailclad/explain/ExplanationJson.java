package io.github.mailclad.explain;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Explanations as JSON. */
final class ExplanationJson {
  private ExplanationJson() {}

  static void write(List<ExplainedFile> files, Appendable out) throws IOException {
    JsonWriter json = writer(out);
    json.beginObject();
    json.name("version").value(1);
    json.name("files").beginArray();
    for (ExplainedFile file : files) {
      json.beginObject();
      json.name("file").value(file.file().toString());
      json.name("sessions").beginArray();
      for (Explanation session : file.sessions()) {
        write(session, json);
      }
      json.endArray();
      strings("diff", file.diff(), json);
      strings("advice", file.advice(), json);
      json.endObject();
    }
    json.endArray().endObject().flush();
    out.append('\n');
  }

  /** Returns a writer with indentation, in which also HTML may not be hidden. */
  static JsonWriter writer(Appendable out) {
    JsonWriter json = new JsonWriter(writerOf(out));
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.setHtmlSafe(true);
    return json;
  }

  private static Writer writerOf(Appendable out) {
    return out instanceof Writer writer
        ? writer
        : new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            out.append(new String(text, from, length));
          }

          @Override
          public void flush() {
            // nothing is kept
          }

          @Override
          public void close() {
            // the caller closes the destination
          }
        };
  }

  private static void write(Explanation session, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("application").value(session.application());
    json.name("protocol").value(session.protocol());
    json.name("line").value(session.place().line());
    json.name("safe").value(!session.hasFailures());
    PlainAngus angus = session.angus();
    json.name("angus").beginObject();
    json.name("tls").value(word(angus.tls()));
    json.name("trust").value(word(angus.trust()));
    json.name("nameChecked").value(angus.nameChecked());
    json.name("port").value(angus.port());
    strings("unlimited", angus.unlimited(), json);
    json.endObject();
    json.name("mailclad").beginObject();
    json.name("usable").value(session.mailclad().isUsable());
    json.name("code").value(session.mailclad().code());
    strings("sentences", session.mailclad().sentences(), json);
    strings("notes", session.mailclad().notes(), json);
    json.endObject();
    json.name("traps").beginArray();
    for (Trap trap : session.traps()) {
      json.beginObject();
      json.name("rule").value(trap.rule().id());
      json.name("failing").value(trap.rule().isFailing());
      json.name("key").value(trap.key());
      if (trap.place() != null) {
        json.name("file").value(trap.place().file().toString());
        json.name("line").value(trap.place().line());
      }
      json.name("effect").value(trap.effect());
      json.name("remedy").value(trap.remedy());
      json.endObject();
    }
    json.endArray().endObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void strings(String name, List<String> values, JsonWriter json)
      throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
