package io.github.mailclad.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The links of a site: each leads to a page and an anchor of it, no page loads anything from the
 * network, and each text of the repository can be reached from the first page.
 */
final class LinkCheck {
  private final Path site;
  private final Map<Path, Document> documents = new HashMap<>();
  private final List<SitePage> pages;
  private final List<String> problems = new ArrayList<>();
  private final Map<Path, Set<Path>> targets = new HashMap<>();
  private int links;

  LinkCheck(Path site, List<SitePage> pages) {
    this.site = site;
    this.pages = pages;
    for (SitePage page : pages) {
      documents.put(page.file(), page.document());
    }
  }

  /** Returns the number of links between pages, once they were checked. */
  int links() {
    return links;
  }

  List<String> problems(Path repository) throws IOException {
    for (SitePage page : pages) {
      Set<Path> linked = targets.computeIfAbsent(page.file(), file -> new HashSet<>());
      for (Element link : page.document().select("a[href]")) {
        check(page, link.attr("href"), linked);
      }
      for (Element part : page.document().select("link[href], script[src], img[src]")) {
        checkPart(page, part.hasAttr("src") ? part.attr("src") : part.attr("href"));
      }
    }
    checkTexts(repository);
    return problems;
  }

  private void check(SitePage page, String link, Set<Path> linked) throws IOException {
    if (link.matches("(https?|mailto):.*")) {
      return;
    }
    links++;
    int hash = link.indexOf('#');
    String name = hash < 0 ? link : link.substring(0, hash);
    Path target = name.isEmpty() ? page.file() : page.file().resolveSibling(name).normalize();
    if (!target.startsWith(site) || !Files.isRegularFile(target)) {
      problems.add(page.url() + ": there is no page " + link);
      return;
    }
    linked.add(target);
    if (hash >= 0 && !hasAnchor(target, link.substring(hash + 1))) {
      problems.add(page.url() + ": there is no anchor " + link);
    }
  }

  private boolean hasAnchor(Path target, String anchor) throws IOException {
    Document document = documents.get(target);
    if (document == null) {
      document = SitePage.parse(target);
      documents.put(target, document);
    }
    return anchor.isEmpty() || document.getElementById(anchor) != null;
  }

  private void checkPart(SitePage page, String part) {
    Path file = page.file().resolveSibling(part.matches("[a-z]+:.*|//.*") ? "" : part).normalize();
    if (!file.startsWith(site) || !Files.isRegularFile(file)) {
      problems.add(page.url() + ": the part " + part + " is not on the site");
    }
  }

  private void checkTexts(Path repository) throws IOException {
    Set<Path> reached = reachedFrom(site.resolve("index.html"));
    try (Stream<Path> root = Files.list(repository);
        Stream<Path> docs = Files.walk(repository.resolve("docs"))) {
      for (Path text : Stream.concat(root, docs).sorted().toList()) {
        String name = SitePage.path(repository.relativize(text));
        if (name.endsWith(".md")) {
          String page =
              name.replaceFirst("(.*)\\.md", "$1.html")
                  .replaceFirst("README\\.html$", "index.html");
          if (!reached.contains(site.resolve(page))) {
            problems.add(name + ": no link leads from the first page to " + page);
          }
        }
      }
    }
  }

  private Set<Path> reachedFrom(Path first) {
    var reached = new HashSet<Path>();
    var open = new ArrayDeque<Path>(List.of(first));
    while (!open.isEmpty()) {
      Path page = open.remove();
      if (reached.add(page)) {
        open.addAll(targets.getOrDefault(page, Set.of()));
      }
    }
    return reached;
  }
}
