package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Check;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.audit.Status;
import io.github.mailclad.internal.text.Release;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorTest {
  private static final String VERSION = "mailclad doctor " + Release.VERSION;

  @Test
  void anUnknownCommandIsWrongUsage() {
    StringWriter err = new StringWriter();
    CommandLine line = Doctor.commandLine().setErr(new PrintWriter(err, true));
    assertEquals(2, line.execute("bake"));
    assertTrue(err.toString().contains("bake"), err::toString);
  }

  @Test
  void theHelpFitsIn80Columns() {
    String help = output("--help");
    assertTrue(help.lines().allMatch(text -> text.length() <= 80), help);
  }

  @Test
  void theVersionIsThatOfMailclad() {
    assertEquals(VERSION, output("--version"));
    for (String command : Doctor.commandLine().getSubcommands().keySet()) {
      assertEquals(VERSION, output(command, "--version"), command);
    }
  }

  private static String output(String... arguments) {
    StringWriter out = new StringWriter();
    assertEquals(0, Doctor.commandLine().setOut(new PrintWriter(out, true)).execute(arguments));
    return out.toString().strip();
  }

  @Test
  void theExitCodeFollowsTheProfile() {
    assertEquals(ExitStatus.GOOD, exit(Profile.RFC8314, Profile.RFC8314, Status.PASS, Status.INFO));
    assertEquals(ExitStatus.FINDINGS, exit(Profile.RFC8314, Profile.RFC8314, Status.WARN));
    assertEquals(ExitStatus.FINDINGS, exit(Profile.MODERN, Profile.MODERN, Status.FAIL));
    assertEquals(ExitStatus.GOOD, exit(Profile.RFC8314, Profile.MODERN, Status.FAIL));
    assertEquals(ExitStatus.UNKNOWN, exit(Profile.RFC8314, Profile.RFC8314, Status.ERROR));
  }

  private static ExitStatus exit(Profile asked, Profile ofCheck, Status... found) {
    Check check = new Check("tls-version", "old versions are refused", List.of(), ofCheck);
    List<Finding> findings =
        Stream.of(found).map(status -> new Finding(check, status, null, "a sentence")).toList();
    return ExitStatus.of(new AuditReport("example.org", Instant.EPOCH, asked, findings, List.of()));
  }
}
