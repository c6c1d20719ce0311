package io.github.mailclad.it.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The common properties of all refusals. */
public final class Refusals {
  private static final Pattern FIRST_LINE =
      Pattern.compile("(?:\\S+|mail connection) refused: [a-z0-9\"].*[^.!]  \\[([a-z0-9-]+)]");

  /** The refusals without a known server. */
  private static final Set<String> WITHOUT_ENDPOINT =
      Set.of(
          "foreign-socket",
          "no-server-named",
          "no-service-records",
          "discovery-failed",
          "no-acceptable-service",
          "target-not-confirmed",
          "configuration-mismatch",
          "configuration-unavailable");

  private Refusals() {}

  /** Asserts a refusal with that code, in the usual form, without a secret. */
  public static InsecureConnectionException refused(
      String code, World world, @Nullable MessagingException outcome) {
    InsecureConnectionException refused =
        assertInstanceOf(InsecureConnectionException.class, outcome);
    String message = String.valueOf(refused.getMessage());
    assertEquals(code, refused.refusal().code(), message);
    assertEquals(!WITHOUT_ENDPOINT.contains(code), refused.endpoint().isPresent(), message);
    List<String> lines = message.lines().toList();
    var first = FIRST_LINE.matcher(lines.get(0));
    assertTrue(first.matches(), message);
    assertEquals(code, first.group(1));
    assertTrue(lines.size() > 1, "a remedy: " + message);
    lines.stream().skip(1).forEach(line -> assertTrue(line.matches(" {2}\\S.*"), message));
    assertFalse(message.replace("\n", "").matches("(?s).*\\p{Cntrl}.*"), message);
    assertEquals(
        List.of(), world.sentinels.foundIn(message.getBytes(StandardCharsets.UTF_8)), message);
    return refused;
  }
}
