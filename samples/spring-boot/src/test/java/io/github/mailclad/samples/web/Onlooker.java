package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Looks at a page as it is in the browser: every person must be able to use it, at every size. */
final class Onlooker {
  private static final String MOST_RIGHT =
      "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
          + " - document.documentElement.clientWidth";

  private final Chromium browser;
  private final ChromeDriver driver;

  Onlooker(Chromium browser) {
    this.browser = browser;
    this.driver = browser.driver();
  }

  /** Checks the present page, and keeps a picture of it at each size. */
  void look(String name) {
    assertEquals(List.of(), browser.complaints(), name);
    headings(name);
    names(name);
    landmarks(name);
    for (Dimension size : Chromium.SIZES) {
      resize(size);
      assertEquals(0L, driver.executeScript(MOST_RIGHT), name + " scrolls sideways at " + size);
      browser.keep(name + "-" + size.getWidth());
    }
  }

  /**
   * Sets the size of the window's content; with a device of its own, since a window is never that
   * narrow.
   */
  private void resize(Dimension size) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.getWidth(),
            "height",
            size.getHeight(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
  }

  /** One heading of the first level, and no level left out on the way down. */
  private void headings(String name) {
    List<Integer> levels = new ArrayList<>();
    for (WebElement heading : driver.findElements(By.cssSelector("h1,h2,h3,h4,h5,h6"))) {
      levels.add(Integer.parseInt(heading.getTagName().substring(1)));
    }
    assertEquals(1, levels.stream().filter(level -> level == 1).count(), name);
    assertEquals(1, levels.get(0), name);
    for (int i = 1; i < levels.size(); i++) {
      assertTrue(levels.get(i) <= levels.get(i - 1) + 1, name + ": " + levels);
    }
  }

  private void names(String name) {
    // what a closed disclosure holds has no name before it is open
    List<WebElement> closed = driver.findElements(By.cssSelector("details:not([open]) > summary"));
    closed.forEach(WebElement::click);
    for (WebElement field :
        driver.findElements(By.cssSelector("input:not([type=hidden]), textarea, button, a, svg"))) {
      assertFalse(
          String.valueOf(field.getAccessibleName()).isBlank(),
          () -> name + ": no name for " + field.getDomProperty("outerHTML"));
    }
    closed.forEach(WebElement::click);
    for (WebElement described : driver.findElements(By.cssSelector("[aria-describedby]"))) {
      String ids = String.valueOf(described.getDomAttribute("aria-describedby"));
      for (String id : ids.split(" ", -1)) {
        assertEquals(1, driver.findElements(By.id(id)).size(), name + ": " + id);
      }
    }
  }

  private void landmarks(String name) {
    for (String landmark : List.of("header", "nav", "main", "footer", "a.skip")) {
      assertEquals(1, driver.findElements(By.cssSelector(landmark)).size(), name + " " + landmark);
    }
    assertEquals("en", driver.findElement(By.tagName("html")).getDomAttribute("lang"), name);
  }
}
