package io.github.mailclad.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteBuildTest {
  @TempDir Path folder;
  private Path repository;
  private Path site;

  @BeforeEach
  void smallSite() throws IOException {
    repository = folder.resolve("repository");
    site = folder.resolve("site");
    write(repository.resolve("README.md"), "");
    write(repository.resolve("docs/testing.md"), "");
    write(repository.resolve("docs/decisions/README.md"), "");
    write(repository.resolve("src-it/Servers.java"), "");
    write(site.resolve("js/site.js"), "");
    page(
        "README.html",
        "<h1>Mailclad</h1><p><a href='docs/testing.html#a-server-with-tls'>t</a></p>");
    page(
        "docs/testing.html",
        "<h1>Testing</h1><h2>A server with TLS</h2><p>GreenMail, <code>TlsFront</code>.</p>"
            + "<p><a href='decisions'>d</a> <a href='../README.html#mailclad'>r</a></p>");
    page("docs/decisions/README.html", "<h1>Decisions</h1>");
  }

  @Test
  void aSiteWhoseLinksLeadSomewhereHasNoProblem() throws IOException {
    assertEquals(List.of(), run());
  }

  @Test
  void linksOfTheRepositoryLeadToPagesOfTheSite() throws IOException {
    run();

    assertEquals(
        List.of("decisions/index.html", "../index.html#mailclad"),
        parsed("docs/testing.html").select("main a").eachAttr("href"));
    assertTrue(Files.notExists(site.resolve("README.html")));
  }

  @Test
  void aLinkToASourceFileLeadsToTheRepository() throws IOException {
    page(
        "docs/decisions/README.html",
        "<h1>D</h1><a href='../../src-it/Servers.java#L1'>s</a> <a href='../../src-it'>f</a>");

    assertEquals(List.of(), run());
    assertEquals(
        List.of(
            "https://example.org/mailclad/blob/main/src-it/Servers.java#L1",
            "https://example.org/mailclad/tree/main/src-it"),
        parsed("docs/decisions/index.html").select("main a").eachAttr("href"));
  }

  @Test
  void equalHeadingsHaveDifferentAnchors() throws IOException {
    page("docs/decisions/README.html", "<h1>A, b &amp; C</h1><h2>A, b &amp; C</h2>");

    run();

    assertEquals(
        List.of("a-b--c", "a-b--c-1"),
        parsed("docs/decisions/index.html").select("h1, h2").eachAttr("id"));
  }

  @Test
  void aMissingPageIsAProblem() throws IOException {
    page("docs/decisions/README.html", "<h1>D</h1><a href='../removed.html'>m</a>");

    assertEquals(List.of("docs/decisions/index.html: there is no page ../removed.html"), run());
  }

  @Test
  void aMissingAnchorIsAProblem() throws IOException {
    page("docs/decisions/README.html", "<h1>D</h1><a href='../testing.html#no-server'>m</a>");

    assertEquals(
        List.of("docs/decisions/index.html: there is no anchor ../testing.html#no-server"), run());
  }

  @Test
  void aPartFromTheNetworkIsAProblem() throws IOException {
    page("docs/decisions/README.html", "<h1>D</h1><img src='https://example.org/badge.svg'>");

    assertEquals(
        List.of(
            "docs/decisions/index.html: the part https://example.org/badge.svg is not on the site"),
        run());
  }

  @Test
  void aTextThatNoLinkLeadsToIsAProblem() throws IOException {
    write(repository.resolve("docs/lonely.md"), "");
    page("docs/lonely.html", "<h1>Lonely</h1>");

    assertEquals(
        List.of("docs/lonely.md: no link leads from the first page to docs/lonely.html"), run());
  }

  @Test
  void theSearchHasEachSectionAndEachPublicType() throws IOException {
    write(
        site.resolve("apidocs/io/Verifier.html"),
        "<body class='class-declaration-page'><h1>Class Verifier</h1>"
            + "<section class='class-description'><div class='block'>Verifies.</div></section></body>");

    run();

    String script = Files.readString(site.resolve("js/search-entries.js"));
    assertTrue(
        script.contains(
            "{\"title\":\"A server with TLS\",\"page\":\"Testing\",\"url\":\"docs/testing.html#a-server-with-tls\","
                + "\"text\":\"GreenMail, TlsFront. d r\"}"),
        script);
    assertTrue(
        script.contains(
            "{\"title\":\"Class Verifier\",\"page\":\"Javadoc\",\"url\":\"apidocs/io/Verifier.html\",\"text\":\"Verifies.\"}"),
        script);
  }

  private List<String> run() throws IOException {
    return new SiteBuild(repository, site, "https://example.org/mailclad").run();
  }

  private Document parsed(String page) throws IOException {
    return SitePage.parse(site.resolve(page));
  }

  private void page(String name, String content) throws IOException {
    write(
        site.resolve(name),
        "<html><head><title>x</title></head><body><div id='banner'></div><main>"
            + content
            + "</main></body></html>");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
