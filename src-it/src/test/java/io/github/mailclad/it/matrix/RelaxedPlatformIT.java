package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS 1.1 is refused on a platform that allows it again. Three layers do that: what is offered, the
 * version that was chosen, and the suite that was chosen; any of them may be missing.
 */
class RelaxedPlatformIT {
  @Test
  @Requirement(
      value = {"D-5-10", "R9325-3.1.1-1"},
      heldBy = {"Offer", "TlsHandshake", "TlsVersion"})
  void tls11IsRefusedAsLongAsOneOfThreeLayersHolds(@TempDir Path folder) throws Exception {
    assertEquals(
        List.of(
            "leaks 0 tls-alert", // the server cannot speak what is offered
            "leaks 0 tls-version",
            "leaks 0 tls-alert",
            "leaks 0 tls-version",
            "leaks 0 cipher-suite",
            "leaks 3"),
        linesOfAChild(folder));
  }

  private static List<String> linesOfAChild(Path folder) throws IOException, InterruptedException {
    Path relaxed = folder.resolve("relaxed.security");
    Files.writeString(relaxed, "jdk.tls.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Djava.security.properties=" + relaxed,
                "-cp",
                System.getProperty("java.class.path", ""),
                RelaxedPlatform.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), output);
    return output.lines().filter(line -> line.startsWith("leaks ")).map(String::trim).toList();
  }
}
