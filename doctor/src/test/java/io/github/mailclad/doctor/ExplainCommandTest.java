package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String SAFE = "mail.smtp.ssl.enable=true\nmail.smtp.port=465\n";
  private static final String UNSAFE = "mail.smtp.port=25\n";

  @TempDir private Path folder = Path.of("unset");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Doctor.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void theExitCodeSaysWhatWasFound() throws Exception {
    assertEquals(0, run("explain", file("safe.properties", SAFE)));
    assertEquals(1, run("explain", file("unsafe.properties", UNSAFE)));
    assertEquals(1, run("explain", folder.toString()));
    assertEquals(3, run("explain", file("other.properties", "a=b\n")));
    assertEquals(2, run("explain", folder.resolve("missing.properties").toString()));
    assertTrue(err.toString().contains("no such file"), err::toString);
    assertEquals(2, run("explain"));
    assertEquals(2, run("explain", "--format", "pdf", folder.toString()));
  }

  @Test
  void onlyNamedFilesAreChanged() throws Exception {
    String file = file("unsafe.properties", UNSAFE);
    assertEquals(1, run("explain", "--fix", folder.toString()));
    assertEquals(UNSAFE, Files.readString(Path.of(file)));
    assertTrue(err.toString().contains("not changed, because it was not named"), err::toString);
    assertEquals(1, run("explain", "--fix", file));
    assertEquals(0, run("explain", file));
    assertEquals(UNSAFE, Files.readString(Path.of(file + ".bak")));
  }
}
