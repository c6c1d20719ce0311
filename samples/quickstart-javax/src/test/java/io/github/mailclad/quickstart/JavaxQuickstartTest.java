package io.github.mailclad.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Properties;
import javax.mail.Session;
import org.junit.jupiter.api.Test;

/** The quickstart under {@code javax.mail}: three verified connections and four refusals. */
class JavaxQuickstartTest {

  @Test
  void threeConnectionsAreVerifiedAndFourAreRefused() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      Quickstart.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(UTF_8);
    assertEquals(3, lines(text, "AUTHENTICATED "), text);
    assertEquals(4, lines(text, "REFUSED ["), text);
  }

  @Test
  void mailcladServesTheOlderApi() throws Exception {
    assertEquals(
        "io.github.mailclad.javax.IMAPSSLStore",
        Session.getInstance(new Properties()).getStore("imaps").getClass().getName());
  }

  private static long lines(String text, String beginning) {
    return text.lines().filter(line -> line.startsWith(beginning)).count();
  }
}
