package io.github.mailclad.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingGroupTest {
  /** Settings that say more with the words for their default than without a value. */
  private static final Set<String> SAY_MORE =
      Set.of("tls-start", "dane-usages", "dns-servers", "dns-validation", "dns-anchors");

  /** A key without its name in a group would not be read if nothing else of the group is set. */
  @ParameterizedTest
  @EnumSource
  void everyKeyHasItsNameInItsGroup(SettingGroup group) {
    assertEquals(group.names(), group.keys().stream().map(Key::name).toList());
  }

  @Test
  void everyDeclaredKeyIsInOneGroup() {
    Set<Key<?>> declared =
        Stream.of(
                PolicyKeys.class,
                TlsKeys.class,
                TrustKeys.class,
                RevocationKeys.class,
                LoginKeys.class,
                OAuthKeys.class,
                ClientKeys.class,
                LookupKeys.class,
                SpeedKeys.class,
                ApplicationKeys.class)
            .flatMap(group -> Arrays.stream(group.getDeclaredFields()))
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .map(
                field -> {
                  try {
                    return (Key<?>) field.get(null);
                  } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                  }
                })
            .collect(Collectors.toSet());
    List<Key<?>> all = SettingGroup.allKeys();

    assertEquals(declared, new HashSet<>(all));
    assertEquals(all.size(), all.stream().map(Key::name).distinct().count(), "names");
  }

  /** The keys of a group that is not set are not read, so the rules must have the same defaults. */
  @Test
  void aDefaultThatIsSetChangesNothing() {
    Set<String> compared = new TreeSet<>();
    for (Key<?> key : SettingGroup.allKeys()) {
      for (ProtocolName protocol : List.of(ProtocolName.IMAPS, ProtocolName.SMTPS)) {
        ConfigReading reading =
            Sessions.read(protocol, Sessions.with("mail." + key.suffix(), key.defaultText()));
        if (!key.defaultText().isEmpty()
            && reading.problems().isEmpty()
            && !SAY_MORE.contains(key.name())) {
          assertEquals(AccountConfig.defaults(), reading.config(), key.name());
          compared.add(key.name());
        }
      }
    }
    assertTrue(compared.size() >= 15, compared.toString());
  }

  /** Only an object and a free text have no words that say what can be set. */
  @Test
  void everySettingIsExplained() {
    for (Key<?> key : SettingGroup.allKeys()) {
      assertTrue(key.sentence().endsWith("."), key.name());
      assertTrue(key.sentence().split(" ").length <= 20, key.name());
      key.details().forEach(detail -> assertTrue(detail.endsWith("."), detail));
      assertTrue(!key.choices().isEmpty(), key.name());
    }
  }
}
