package io.github.mailclad.site;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** The texts that the search of the site finds: one entry for each section and each public type. */
final class SearchEntries {
  private record Entry(String title, String page, String url, String text) {}

  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private final List<Entry> entries = new ArrayList<>();

  /** Adds the sections of a page whose headings have anchors. */
  void add(SitePage page) {
    Section section = new Section(page.title(), "");
    for (Node node : (Iterable<Node>) page.content().nodeStream()::iterator) {
      if (node instanceof Element element && element.is("h1, h2, h3")) {
        add(page, section);
        section = new Section(element.text(), "#" + element.id());
      } else if (node instanceof Element element && element.isBlock()) {
        section.text.append(' ');
      } else if (node instanceof TextNode text && !isInHeading(text)) {
        section.text.append(text.getWholeText());
      }
    }
    add(page, section);
  }

  private void add(SitePage page, Section section) {
    String text = section.text.toString().replaceAll("\\s+", " ").strip();
    if (!section.anchor.isEmpty() || !text.isEmpty()) {
      entries.add(new Entry(section.title, page.title(), page.url() + section.anchor, text));
    }
  }

  /** Adds a type of the Javadoc, with the first paragraph about it. */
  void addType(Path file, Document page) {
    Element heading = page.selectFirst("h1");
    Element first = page.selectFirst("section.class-description > div.block");
    if (heading != null) {
      String text = first == null ? "" : first.text();
      entries.add(new Entry(heading.text(), "Javadoc", SitePage.path(file), text));
    }
  }

  int size() {
    return entries.size();
  }

  /** Returns a script that sets one constant to all entries. */
  String script() {
    return "const searchEntries = " + gson.toJson(entries) + ";\n";
  }

  private static boolean isInHeading(Node node) {
    return node.parent() instanceof Element parent && parent.closest("h1, h2, h3") != null;
  }

  private static final class Section {
    final String title;
    final String anchor;
    final StringBuilder text = new StringBuilder();

    Section(String title, String anchor) {
      this.title = title;
      this.anchor = anchor;
    }
  }
}
