package io.github.mailclad.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;

/**
 * Completes the pages that Maven rendered: their links, their search, and the check of both.
 *
 * <p>A page {@code README.html} becomes the {@code index.html} of its folder.
 */
public final class SiteBuild {
  private final Path repository;
  private final Path site;
  private final String sources;
  private String figures = "";

  /**
   * @param repository the folder whose texts were rendered
   * @param site the folder with the rendered pages
   * @param sources the address of the repository's files, without a slash at its end
   */
  SiteBuild(Path repository, Path site, String sources) {
    this.repository = repository;
    this.site = site;
    this.sources = sources;
  }

  /**
   * Completes a site, and prints one line with its figures.
   *
   * @param arguments the root of the repository, the folder of the site, the address of the
   *     repository's files
   * @throws IllegalStateException if there is a problem
   */
  public static void main(String... arguments) throws IOException {
    SiteBuild build = new SiteBuild(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    List<String> problems = build.run();
    problems.forEach(System.out::println);
    System.out.println(build.figures);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.size() + " problems of the site");
    }
  }

  /** Completes the site. Returns the problems that a reader would have with it. */
  List<String> run() throws IOException {
    List<Path> files = pages();
    var pages = new ArrayList<SitePage>();
    for (Path file : files) {
      SitePage page = SitePage.read(site, file);
      page.complete(repository, sources);
      pages.add(page);
    }
    var search = new SearchEntries();
    for (SitePage page : pages) {
      search.add(page);
      page.write();
    }
    for (Path type : javadocTypes()) {
      search.addType(site.relativize(type), SitePage.parse(type));
    }
    Files.createDirectories(site.resolve("js"));
    Files.writeString(site.resolve("js/search-entries.js"), search.script());
    var check = new LinkCheck(site, pages);
    List<String> problems = check.problems(repository);
    figures =
        "site: %d pages, %d links, %d search entries, %d problems"
            .formatted(pages.size(), check.links(), search.size(), problems.size());
    return problems;
  }

  private List<Path> pages() throws IOException {
    Path javadoc = site.resolve("apidocs");
    try (Stream<Path> all = Files.walk(site)) {
      return all.filter(file -> file.toString().endsWith(".html"))
          .filter(file -> !file.startsWith(javadoc))
          .sorted()
          .toList();
    }
  }

  private List<Path> javadocTypes() throws IOException {
    Path packages = site.resolve("apidocs/io");
    if (!Files.isDirectory(packages)) {
      return List.of();
    }
    var types = new ArrayList<Path>();
    try (Stream<Path> all = Files.walk(packages)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".html")).sorted().toList()) {
        Document page = SitePage.parse(file);
        if (page.body().hasClass("class-declaration-page")) {
          types.add(file);
        }
      }
    }
    return types;
  }
}
