package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.LoadedClasses;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The first reading of a process loads only the keys of groups that are set. */
class FirstReadingTest {
  private static final String CONFIG = "io.github.mailclad.internal.config.";

  @Test
  void onlyTheGroupsThatAreSetAreLoaded() throws Exception {
    List<String> loaded = LoadedClasses.by(FirstReadingTest.class).names();
    List<String> keys =
        loaded.stream().filter(name -> name.startsWith(CONFIG) && name.endsWith("Keys")).toList();

    assertTrue(loaded.contains(ConfigReading.class.getName()), "nothing was read");
    assertEquals(
        List.of(CONFIG + "MistypedKeys", TrustKeys.class.getName()),
        keys.stream().sorted().toList());
  }

  /** The other process. */
  public static void main(String[] arguments) {
    Properties settings = new Properties();
    settings.setProperty("mail.smtps.host", "mail.example.org");
    settings.setProperty("mail.smtps.ssl.protocols", "TLSv1.3");
    settings.setProperty("mail.security.trust-anchors", "platform");
    ConfigReading reading =
        PolicyReader.read(new Settings(settings, ProtocolName.SMTPS), LevelFloor.NONE);
    System.exit(reading.problems().size());
  }
}
