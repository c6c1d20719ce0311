package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The browser of the distribution, without a window. Both programs are named, so that nothing is
 * looked for or downloaded. Where they are not installed, the tests are skipped loudly, and fail
 * with {@code -Dmailclad.servers=required}.
 */
final class Chromium implements AutoCloseable {
  /** A telephone, and a screen on a desk. */
  static final List<Dimension> SIZES = List.of(new Dimension(360, 740), new Dimension(1280, 900));

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** The permission of a browser to run scripts. */
  enum Scripts {
    /** It runs them. */
    ON(1),
    /** It runs none. */
    OFF(2);

    private final int setting;

    Scripts(int setting) {
      this.setting = setting;
    }
  }

  static Chromium open(Scripts scripts) {
    installedOrSkip();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.setExperimentalOption(
        "prefs", Map.of("profile.managed_default_content_settings.javascript", scripts.setting));
    LoggingPreferences log = new LoggingPreferences();
    log.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, log);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static void installedOrSkip() {
    List<Path> missing =
        Stream.of(BROWSER, DRIVER).filter(program -> !Files.isExecutable(program)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String message =
        "PAGES NOT TESTED IN A BROWSER: no " + missing + "; src-it/install-servers.sh has them";
    if ("required".equals(System.getProperty("mailclad.servers"))) {
      fail(message);
    }
    System.err.println(message);
    abort(message);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Returns the browser's complaints since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  /** Keeps a picture of the whole page, for people to look at. */
  void keep(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      File taken = driver.getScreenshotAs(OutputType.FILE);
      Files.move(
          taken.toPath(), SCREENSHOTS.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError("no screenshot " + name, e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
