package io.github.mailclad.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** One page of the site, as a document that can be changed and written back. */
final class SitePage {
  private final Path site;
  private final Path rendered;
  private final Document document;

  private SitePage(Path site, Path rendered, Document document) {
    this.site = site;
    this.rendered = rendered;
    this.document = document;
  }

  static SitePage read(Path site, Path file) throws IOException {
    return new SitePage(site, file, parse(file));
  }

  static Document parse(Path file) throws IOException {
    Document document = Jsoup.parse(file, "UTF-8");
    document.outputSettings().prettyPrint(false);
    return document;
  }

  /** Returns the file that the page is written to. */
  Path file() {
    return rendered.endsWith("README.html") ? rendered.resolveSibling("index.html") : rendered;
  }

  /** Returns the address relative to the site. */
  String url() {
    return path(site.relativize(file()));
  }

  Document document() {
    return document;
  }

  /** Returns the part of the page that is not navigation. */
  Element content() {
    Element content = document.selectFirst("main");
    return content == null ? document.body() : content;
  }

  /** Returns the first heading, or else the title. */
  String title() {
    Element heading = content().selectFirst("h1");
    return heading == null ? document.title() : heading.text();
  }

  /** Gives headings the anchors that GitHub gives them, and adapts links, tables and the header. */
  void complete(Path repository, String sources) {
    nameHeadings();
    for (Element link : document.select("a[href]")) {
      link.attr("href", address(link.attr("href"), repository, sources));
    }
    for (Element table : content().select("table")) {
      table.wrap("<div class=\"table-box\" tabindex=\"0\"></div>");
    }
    document.title(title().equals("Mailclad") ? "Mailclad" : title() + " – Mailclad");
    addSearch();
  }

  void write() throws IOException {
    if (!file().equals(rendered)) {
      Files.delete(rendered);
    }
    Files.writeString(file(), document.outerHtml());
  }

  private void nameHeadings() {
    Map<String, Integer> used = new HashMap<>();
    for (Element heading : content().select("h1, h2, h3, h4, h5, h6")) {
      Element anchor = heading.previousElementSibling();
      if (anchor != null && anchor.is("a[id]:not([href])")) {
        anchor.remove();
      }
      String name =
          heading
              .text()
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = used.merge(name, 1, Integer::sum) - 1;
      heading.id(before == 0 ? name : name + "-" + before);
    }
  }

  /** Returns what a link of the text has to be on the site: a page, or a file of the repository. */
  private String address(String link, Path repository, String sources) {
    if (link.isEmpty() || link.startsWith("#") || link.matches("[a-z]+:.*")) {
      return link;
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash);
    Path target = rendered.resolveSibling(hash < 0 ? link : link.substring(0, hash)).normalize();
    if (target.endsWith("README.html")) {
      return relative(target.resolveSibling("index.html")) + anchor;
    }
    if (Files.exists(target.resolve("README.html")) || Files.exists(target.resolve("index.html"))) {
      return relative(target.resolve("index.html")) + anchor;
    }
    if (Files.exists(target) || !target.startsWith(site)) {
      return link;
    }
    String inRepository = path(site.relativize(target));
    Path source = repository.resolve(inRepository);
    if (!Files.exists(source)) {
      return link;
    }
    return sources
        + (Files.isDirectory(source) ? "/tree/main/" : "/blob/main/")
        + inRepository
        + anchor;
  }

  private void addSearch() {
    String base = "../".repeat(site.relativize(rendered).getNameCount() - 1);
    Element header = document.selectFirst("#banner");
    if (header == null) {
      return;
    }
    header.prepend(
        """
        <form id="search" role="search"><button id="menu-button" type="button" aria-expanded="false"\
         aria-controls="leftColumn">Menu</button><input type="search" aria-label="Search" placeholder="Search"\
         autocomplete="off"><div id="search-results" role="status" hidden></div></form>""");
    document
        .body()
        .appendElement("script")
        .attr("src", base + "js/site.js")
        .attr("data-base", base);
  }

  private String relative(Path target) {
    return path(Objects.requireNonNull(rendered.getParent()).relativize(target));
  }

  static String path(Path relative) {
    return String.join("/", List.of(relative.toString().split("[/\\\\]", -1)));
  }
}
