package io.github.mailclad.angus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.LoadedClasses;
import jakarta.mail.Session;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * What the first store and transport of a process load. Each class costs it up to a fraction of a
 * millisecond, and each lambda that runs first costs more; a count holds that without a clock.
 */
class FirstServiceTest {
  private static final String OURS = "io.github.mailclad.";

  /** 117 when this was written. */
  private static final int MOST_CLASSES = 120;

  /** 11 when this was written. */
  private static final int MOST_LAMBDAS = 6;

  /** Packages and classes for some connections only, or for connections but no store. */
  private static final List<String> LATER =
      List.of(
          "java.net.http.",
          "org.xbill.",
          "org.bouncycastle.",
          "com.ongres.stringprep.Tables",
          OURS + "internal.revocation.RevocationChecker",
          OURS + "internal.revocation.FetchedStatements",
          OURS + "internal.dane.",
          OURS + "internal.identity.",
          OURS + "internal.config.AccountConfig",
          OURS + "internal.config.Key");

  @Test
  void theFirstServicesLoadLittleAndNothingOfAConnection() throws Exception {
    List<String> loaded = LoadedClasses.by(FirstServiceTest.class).names();
    List<String> ours = loaded.stream().filter(name -> name.startsWith(OURS)).toList();
    List<String> lambdas = ours.stream().filter(name -> name.contains("$$Lambda")).toList();
    int classes = ours.size() - lambdas.size();

    assertTrue(ours.contains(IMAPSSLStore.class.getName()), ours.toString());
    assertTrue(ours.contains(SMTPSSLTransport.class.getName()), ours.toString());
    assertTrue(classes <= MOST_CLASSES, classes + " classes: " + ours);
    assertTrue(lambdas.size() <= MOST_LAMBDAS, lambdas.size() + " lambdas: " + lambdas);
    for (String later : LATER) {
      assertEquals(List.of(), loaded.stream().filter(name -> name.startsWith(later)).toList());
    }
  }

  /** The other process. */
  public static void main(String[] arguments) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("mail.imaps.host", "localhost");
    settings.setProperty("mail.smtps.host", "localhost");
    Session session = Session.getInstance(settings);
    session.getStore("imaps");
    session.getTransport("smtps");
    System.exit(0);
  }
}
