package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.config.AngusProperty.View;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that Angus never sees a property that the table refuses, and sees the others. */
class AngusPropertyTableTest {
  /** Values that Angus understands, each good or bad for some property. */
  private static final List<Object> VALUES =
      List.of(
          "true",
          "false",
          "*",
          "1",
          "SSLv3",
          "TLS_RSA_WITH_AES_128_CBC_SHA",
          "DIGEST-MD5",
          "com.example.TrustAllFactory",
          SocketFactory.getDefault());

  private static final List<String> UNKNOWN =
      List.of(
          "ssl.keymanager",
          "ssl.trust.all",
          "ssl.Trust",
          "socketFactoryProvider",
          "socketFactory.verify",
          "starttls.optional");

  private static boolean isRefused(ProtocolName protocol, String key, Object value) {
    return Stream.of("implicit", "starttls")
        .anyMatch(
            start -> {
              Properties properties = new Properties();
              properties.put("mail." + protocol.text() + ".security.tls-start", start);
              properties.put(key, value);
              return PolicyReader.read(new Settings(properties, protocol), LevelFloor.NONE)
                  .problems()
                  .stream()
                  .anyMatch(problem -> problem.key().equals(key));
            });
  }

  private static GuardedProperties guarded(Properties properties) {
    return new GuardedProperties(properties, SocketFactory.getDefault());
  }

  private static boolean isSeen(String key, Object value) {
    Properties properties = new Properties();
    Object without = guarded(properties).get(key);
    properties.put(key, value);
    return !Objects.equals(without, guarded(properties).get(key));
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  @Requirement(
      value = {"D-5.2-6", "D-5.3-1"},
      heldBy = {"AngusProperty", "GuardedProperties"})
  void whatIsRefusedIsHidden(ProtocolName protocol) {
    for (AngusProperty property : AngusProperty.values()) {
      String key = "mail." + protocol.text() + "." + property.suffix();
      for (Object value : VALUES) {
        if (isMeantForIt(property, value) && isRefused(protocol, key, value)) {
          assertFalse(isSeen(key, value), key + "=" + value);
          assertNotEquals(View.OF_USER, AngusProperty.viewOf(property.suffix()), key);
        }
      }
    }
  }

  @Test
  void aKeyOfNoProtocolOfOursIsAnsweredTheSameEachTime() {
    Properties properties = new Properties();
    GuardedProperties guarded = guarded(properties);
    for (String value : List.of("true", "false")) {
      properties.put("mail.mime.allowutf8", value);
      properties.put("mail.other.ssl.trust", value);
      properties.put("mail.other.ssl.socketFactory", value);

      assertEquals(value, guarded.get("mail.mime.allowutf8"));
      assertNull(guarded.get("mail.other.ssl.trust"));
      assertEquals(SocketFactory.getDefault(), guarded.get("mail.other.ssl.socketFactory"));
    }
  }

  /**
   * Returns whether Angus may see its own value: times, ports and booleans. Any other value makes
   * the properties unusable, so that there is no connection.
   */
  private static boolean isMeantForIt(AngusProperty property, Object value) {
    return switch (property) {
      case PORT_OF_SERVER, CONNECTIONTIMEOUT, TIMEOUT, LOCALPORT -> value.equals("1");
      case AUTH, USESOCKETCHANNELS -> value.equals("true") || value.equals("false");
      default -> true;
    };
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  @Requirement(
      value = {"D-5.2-6", "D-5.3-1"},
      heldBy = {"AngusProperty", "GuardedProperties"})
  void whatIsHiddenIsRefusedWhereItIsBad(ProtocolName protocol) {
    for (AngusProperty property : AngusProperty.values()) {
      String key = "mail." + protocol.text() + "." + property.suffix();
      View view = AngusProperty.viewOf(property.suffix());
      if (view == View.HIDDEN || view == View.OUR_FACTORY || !view.text().isEmpty()) {
        assertTrue(VALUES.stream().anyMatch(value -> isRefused(protocol, key, value)), key);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  void anUnknownPropertyOfAClosedGroupIsRefusedAndHidden(ProtocolName protocol) {
    for (String suffix : UNKNOWN) {
      String key = "mail." + protocol.text() + "." + suffix;
      assertTrue(isRefused(protocol, key, "true"), key);
      assertFalse(isSeen(key, "true"), key);
      assertEquals(View.HIDDEN, AngusProperty.viewOf(suffix));
    }
  }

  @ParameterizedTest
  @EnumSource(AngusProperty.class)
  void eachPropertyStandsInTheTableOnce(AngusProperty property) {
    assertEquals(
        1,
        Arrays.stream(AngusProperty.values())
            .filter(other -> other.suffix().equals(property.suffix()))
            .count());
  }

  @ParameterizedTest
  @EnumSource(ProtocolName.class)
  void whatMailcladServesAngusDoesNotSee(ProtocolName protocol) {
    for (String suffix :
        List.of(
            "proxy.host",
            "proxy.port",
            "proxy.user",
            "proxy.password",
            "socks.host",
            "socks.port",
            "writetimeout",
            "executor.writetimeout")) {
      assertFalse(isSeen("mail." + protocol.text() + "." + suffix, "1"), suffix);
    }
  }
}
