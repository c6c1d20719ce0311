package io.github.mailclad.it.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.fixtures.WebServer;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.Refusals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the line of cron in docs/revocation.md, and connects with the lists that it leaves. */
class CrlFolderIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern LINE =
      Pattern.compile("(?s)```cron\\n(?:\\S+ ){5}mailcrl ([^\\n]+)\\n```");

  private final World world = new World();

  @TempDir Path folder;

  /** Runs the commands of the documented line for a list at that address. */
  private int refresh(String address) throws Exception {
    String document =
        Files.readString(
            Path.of(System.getProperty("mailclad.root", ".")).resolve("docs/revocation.md"));
    Matcher line = LINE.matcher(document);
    assertTrue(line.find(), "there is no line of cron");
    String commands = line.group(1);
    for (String placeholder : List.of("/var/lib/mail-crls", "http://crl.example.org/ca.crl")) {
      assertTrue(commands.contains(placeholder), placeholder);
    }
    Process shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                commands
                    .replace("/var/lib/mail-crls", folder.toString())
                    .replace("http://crl.example.org/ca.crl", address))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(shell.waitFor(60, TimeUnit.SECONDS), "the line does not end");
    return shell.exitValue();
  }

  private CrlBuilder list() {
    return CrlBuilder.by(world.root).times(Instant.now().minus(HOUR), Instant.now().plus(HOUR));
  }

  private List<String> lists() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  @Test
  void theLineReplacesAListOnlyByACompleteOne() throws Exception {
    try (WebServer web = WebServer.start();
        TlsFront server = world.server("imaps").start()) {
      web.page("/first.crl", list().der());
      web.page("/second.crl", list().revoking(world.certificate, Instant.now().minus(HOUR)).der());
      web.page("/garbage.crl", "<html>come back later</html>".getBytes(StandardCharsets.UTF_8));
      web.status("/missing.crl", 404);
      Properties properties = world.trusting("imaps", server);
      properties.setProperty("mail.security.revocation", "hard");
      properties.setProperty("mail.security.revocation-crls", folder.toString());

      assertEquals(0, refresh(web.at("/first.crl").toString()));
      assertEquals(List.of("ca.crl"), lists());
      assertNull(world.tryToConnect("imaps", properties));

      assertEquals(0, refresh(web.at("/second.crl").toString()));
      Refusals.refused("revoked", world, world.tryToConnect("imaps", properties));

      for (String broken : List.of("/garbage.crl", "/missing.crl")) {
        assertNotEquals(0, refresh(web.at(broken).toString()), broken);
        assertEquals(List.of("ca.crl"), lists());
        Refusals.refused("revoked", world, world.tryToConnect("imaps", properties));
      }
    }
  }
}
