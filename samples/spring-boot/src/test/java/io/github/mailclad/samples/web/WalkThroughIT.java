package io.github.mailclad.samples.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.samples.web.Chromium.Scripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Walks through the pages as a person does, in a browser. */
@RunningSample
class WalkThroughIT {
  private static final String GOOD = EmbeddedProvider.GOOD.address();
  private static final String SELF_SIGNED = EmbeddedProvider.SELF_SIGNED.address();
  private static final int MOST_TABS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ForgetfulStore store;
  private final String root;

  WalkThroughIT(@Autowired ForgetfulStore store, @LocalServerPort int port) {
    this.store = store;
    this.root = "http://127.0.0.1:" + port;
  }

  @BeforeEach
  void forgetAccounts() {
    store.forget();
  }

  @Test
  void goodAccountIsSetUpAndMailGoesToAndFro() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      Onlooker onlooker = new Onlooker(browser);
      driver.get(root + "/");
      onlooker.look("home-empty");
      follow(driver, By.linkText(GOOD));
      onlooker.look("setup-address");
      press(driver, "Find the servers");
      onlooker.look("setup-proposal");
      press(driver, "Try these servers, without a password");
      assertEquals("Closed lock", lockBesideThePassword(driver));
      onlooker.look("setup-password");
      type(driver, "password", "wrong");
      press(driver, "Log in");
      onlooker.look("setup-password-rejected");
      type(driver, "password", EmbeddedServer.PASSWORD);
      press(driver, "Log in");
      assertEquals("Set up", heading(driver));
      onlooker.look("setup-done");
      follow(driver, By.linkText("Write"));
      assertEquals("Closed lock", lock(driver));
      press(driver, "Send");
      onlooker.look("compose-problems");
      type(driver, "to", GOOD);
      type(driver, "subject", "To myself");
      type(driver, "text", "Hello,\nme.");
      press(driver, "Check the connection");
      onlooker.look("compose-checked");
      press(driver, "Send");
      assertEquals("Sent", heading(driver));
      assertEquals("Closed lock", lock(driver));
      onlooker.look("sent");
      follow(driver, By.linkText("Inbox"));
      onlooker.look("inbox");
      follow(driver, By.linkText("To myself"));
      assertTrue(driver.findElement(By.tagName("pre")).getText().contains("Hello,\nme."));
      onlooker.look("message");
      driver.get(root + "/");
      assertEquals("Closed lock", lock(driver));
      onlooker.look("home");
    }
  }

  @Test
  void misnamedServerIsExplainedWithoutAPasswordField() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      Onlooker onlooker = new Onlooker(browser);
      toServers(driver, EmbeddedProvider.MISNAMED.address());
      assertEquals("These servers cannot be used as they are", heading(driver));
      assertFalse(text(driver).contains("identity-mismatch"), "it is for others");
      assertTrue(driver.findElements(By.cssSelector("[type=password]")).isEmpty());
      driver.findElements(By.tagName("summary")).forEach(WebElement::click);
      assertTrue(text(driver).contains("identity-mismatch"));
      onlooker.look("setup-misnamed");
      follow(driver, By.linkText("Refusals"));
      assertTrue(text(driver).contains("The certificate does not name this server"));
      onlooker.look("refusals");
    }
  }

  @Test
  void certificateIsAcceptedByHandAndTheLockSaysSo() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      Onlooker onlooker = new Onlooker(browser);
      toServers(driver, SELF_SIGNED);
      onlooker.look("setup-selfsigned");
      press(driver, "I have the fingerprint");
      onlooker.look("setup-question-minimum");
      press(driver, "Show me their certificates");
      onlooker.look("setup-question-certificate");
      press(driver, "I compared the fingerprint: accept it");
      press(driver, "Accept it here, too");
      assertEquals("Lock with a warning sign", lockBesideThePassword(driver));
      type(driver, "password", EmbeddedServer.PASSWORD);
      press(driver, "Log in");
      assertEquals("Lock with a warning sign", lock(driver));
      onlooker.look("setup-pinned");
    }
  }

  @Test
  void serversWithoutTlsAreUsedByConsentAndTheLockIsOpen() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      Onlooker onlooker = new Onlooker(browser);
      toServers(driver, EmbeddedProvider.PLAINTEXT.address());
      onlooker.look("setup-without-tls");
      press(driver, "Use them without TLS");
      onlooker.look("setup-questions-cleartext");
      tick(driver, 0, 1, 2, 3);
      press(driver, "I agree to each of them");
      assertEquals("Go on without encryption?", heading(driver), "one box has no tick");
      onlooker.look("setup-questions-cleartext-open");
      tick(driver, 0, 1, 2, 3, 4);
      press(driver, "I agree to each of them");
      assertEquals("Open lock", lockBesideThePassword(driver));
      onlooker.look("setup-password-cleartext");
      type(driver, "password", EmbeddedServer.PASSWORD);
      press(driver, "Log in");
      assertEquals("Open lock", lock(driver));
      follow(driver, By.linkText("Write"));
      assertEquals("Open lock", lock(driver));
      onlooker.look("compose-cleartext");
    }
  }

  @Test
  void otherProvidersHaveTheirPages() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      Onlooker onlooker = new Onlooker(browser);
      driver.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
      for (EmbeddedProvider provider :
          List.of(EmbeddedProvider.OUTSIDE, EmbeddedProvider.PLAINTEXT, EmbeddedProvider.RUDE)) {
        toServers(driver, provider.address());
        onlooker.look("dark-" + provider.domain());
      }
      begin(driver, EmbeddedProvider.UNPUBLISHED.address());
      onlooker.look("dark-unpublished");
      driver.get(root + "/");
      onlooker.look("dark-home");
      driver.get(root + "/nothing-here");
      assertEquals("Not found", heading(driver));
    }
  }

  /** From the first page to a message that was sent, by Tab, Enter and typing alone. */
  @Test
  void keyboardIsEnough() {
    try (Chromium browser = Chromium.open(Scripts.ON)) {
      ChromeDriver driver = browser.driver();
      driver.get(root + "/");
      Actions keys = new Actions(driver);
      keys.sendKeys(Keys.TAB).perform();
      assertEquals("Skip to the content", driver.switchTo().activeElement().getText());
      new Onlooker(browser).look("focus-skip-link");
      keys.sendKeys(Keys.ENTER).perform();
      tabTo(driver, GOOD);
      enter(driver, "Add an account");
      tabTo(driver, "Your mail address");
      enter(driver, "Servers found");
      tabTo(driver, "Try these servers, without a password");
      new Onlooker(browser).look("focus-button");
      enter(driver, "Password");
      tabTo(driver, "Password");
      keys.sendKeys(EmbeddedServer.PASSWORD).perform();
      enter(driver, "Set up");
      tabTo(driver, "Write");
      enter(driver, "Write");
      tabTo(driver, "To");
      keys.sendKeys(GOOD).perform();
      tabTo(driver, "Subject");
      keys.sendKeys("By keyboard").perform();
      tabTo(driver, "Text");
      keys.sendKeys("No mouse.").perform();
      tabTo(driver, "Send");
      enter(driver, "Sent");
      tabTo(driver, "Inbox");
      enter(driver, "Inbox");
      tabTo(driver, "By keyboard");
      enter(driver, "By keyboard");
    }
  }

  @Test
  void scriptsAreNotNeeded() {
    try (Chromium browser = Chromium.open(Scripts.OFF)) {
      ChromeDriver driver = browser.driver();
      driver.get("data:text/html,<title>off</title><script>document.title='on'</script>");
      assertEquals("off", driver.getTitle());
      toServers(driver, GOOD);
      assertEquals("Closed lock", lockBesideThePassword(driver));
      type(driver, "password", EmbeddedServer.PASSWORD);
      press(driver, "Log in");
      follow(driver, By.linkText("Write"));
      type(driver, "to", GOOD);
      type(driver, "subject", "Without scripts");
      type(driver, "text", "Works.");
      press(driver, "Send");
      assertEquals("Sent", heading(driver));
      follow(driver, By.linkText("Inbox"));
      assertFalse(driver.findElements(By.linkText("Without scripts")).isEmpty());
    }
  }

  private void begin(ChromeDriver driver, String address) {
    driver.get(root + "/setup");
    type(driver, "address", address);
    press(driver, "Find the servers");
  }

  private void toServers(ChromeDriver driver, String address) {
    begin(driver, address);
    press(driver, "Try these servers, without a password");
  }

  private static void type(ChromeDriver driver, String id, String text) {
    WebElement field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(text);
  }

  private static void tick(ChromeDriver driver, int... positions) {
    for (int position : positions) {
      driver.findElement(By.id("agreed-" + position)).click();
    }
  }

  private static void press(ChromeDriver driver, String button) {
    follow(driver, By.xpath("//button[normalize-space()='" + button + "']"));
  }

  /** A click does not wait for the page that it leads to: the old one goes, the new one comes. */
  private static void follow(ChromeDriver driver, By place) {
    WebElement old = driver.findElement(By.tagName("html"));
    driver.findElement(place).click();
    patiently(driver).until(d -> isGone(old));
    patiently(driver).until(d -> d.findElement(By.tagName("footer")).isDisplayed());
  }

  /** Between two pages the driver has several exceptions for an element that is gone. */
  private static boolean isGone(WebElement element) {
    try {
      element.isEnabled();
      return false;
    } catch (WebDriverException e) {
      return true;
    }
  }

  private static WebDriverWait patiently(ChromeDriver driver) {
    WebDriverWait waiting = new WebDriverWait(driver, LIMIT);
    waiting.ignoring(WebDriverException.class);
    return waiting;
  }

  private static String heading(ChromeDriver driver) {
    return driver.findElement(By.tagName("h1")).getText();
  }

  private static String text(ChromeDriver driver) {
    return driver.findElement(By.tagName("main")).getText();
  }

  private static String lock(ChromeDriver driver) {
    return String.valueOf(driver.findElement(By.cssSelector("main svg")).getAccessibleName());
  }

  private static String lockBesideThePassword(ChromeDriver driver) {
    return String.valueOf(
        driver.findElement(By.cssSelector("#password-lock svg")).getAccessibleName());
  }

  /** The key does not wait for the page that it leads to. */
  private static void enter(ChromeDriver driver, String heading) {
    new Actions(driver).sendKeys(Keys.ENTER).perform();
    patiently(driver)
        .until(
            d ->
                d.findElement(By.tagName("h1")).getText().equals(heading)
                    && d.findElement(By.tagName("footer")).isDisplayed());
  }

  /** Tab, as often as it takes to come to what has that name. */
  private static void tabTo(ChromeDriver driver, String name) {
    for (int i = 0; i < MOST_TABS; i++) {
      new Actions(driver).sendKeys(Keys.TAB).perform();
      WebElement focused = driver.switchTo().activeElement();
      if (name.equals(focused.getAccessibleName()) || name.equals(focused.getText())) {
        return;
      }
    }
    throw new AssertionError("no way by Tab to " + name + " in " + driver.getPageSource());
  }
}
