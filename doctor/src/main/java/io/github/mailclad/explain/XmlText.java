package io.github.mailclad.explain;

import io.github.mailclad.internal.text.EntityFreeXml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as flat keys: the names of the elements with their position, then the attribute. Text of an
 * element with an attribute {@code key} or {@code name} has that name.
 */
final class XmlText {
  private final Path file;
  private final List<String> lines;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<String> named = new ArrayDeque<>();
  private final List<WrittenSetting> settings = new ArrayList<>();
  private int elements;
  private int before = 1;

  private XmlText(Path file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  static List<List<WrittenSetting>> read(Path file, String text) throws IOException {
    XmlText flat = new XmlText(file, text);
    try {
      XMLStreamReader reader = EntityFreeXml.of(text);
      while (reader.hasNext()) {
        flat.add(reader, reader.next());
        flat.before = Math.max(1, reader.getLocation().getLineNumber());
      }
    } catch (XMLStreamException e) {
      // an error at the end of the file has the line -1
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
      throw new IOException("line " + Math.max(flat.before, line) + " is not valid XML", e);
    }
    return List.of(flat.settings);
  }

  private void add(XMLStreamReader reader, int event) {
    if (event == XMLStreamConstants.START_ELEMENT) {
      path.addLast(reader.getLocalName() + "#" + elements++);
      String name = reader.getAttributeValue(null, "key");
      named.addLast(name != null ? name : "");
      for (int at = 0; at < reader.getAttributeCount(); at++) {
        String attribute = reader.getAttributeLocalName(at);
        settings.add(
            new WrittenSetting(
                String.join(".", path) + "." + attribute,
                reader.getAttributeValue(at),
                file,
                lineOf(attribute + "=", reader.getLocation().getLineNumber())));
      }
    } else if (event == XMLStreamConstants.END_ELEMENT) {
      path.removeLast();
      named.removeLast();
    } else if (event == XMLStreamConstants.CHARACTERS && !reader.isWhiteSpace()) {
      String name = named.isEmpty() || named.getLast().isEmpty() ? "" : "." + named.getLast();
      // siblings of one configuration share their parent
      String parent = String.join(".", path.stream().limit(path.size() - 1L).toList());
      settings.add(
          new WrittenSetting(
              name.isEmpty() ? String.join(".", path) : parent + name,
              reader.getText().trim(),
              file,
              before));
    }
  }

  /** Returns the line of an attribute: the reader knows only the end of its element. */
  private int lineOf(String text, int end) {
    for (int line = Math.max(1, before); line <= Math.min(end, lines.size()); line++) {
      if (lines.get(line - 1).contains(text)) {
        return line;
      }
    }
    return Math.max(1, end);
  }
}
