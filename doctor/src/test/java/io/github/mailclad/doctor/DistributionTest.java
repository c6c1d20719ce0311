package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mailclad.explain.Trap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Compares the documentation and the catalogue of JBang with the program. */
class DistributionTest {

  @Test
  void theDocumentationHasEachCommandFormatAndRule() throws Exception {
    String text = Files.readString(Path.of("../docs/doctor.md"));
    for (Map.Entry<String, CommandLine> command :
        Doctor.commandLine().getSubcommands().entrySet()) {
      assertTrue(text.contains("`doctor " + command.getKey() + " "), command::getKey);
    }
    for (String format : ReportFormat.all().keySet()) {
      assertTrue(text.contains("| `" + format + "` |"), format);
    }
    for (Trap.Rule rule : Trap.Rule.values()) {
      String advice = rule.isFailing() ? "" : " (advice)";
      assertTrue(text.contains("| `" + rule.id() + "`" + advice + " |"), rule::id);
    }
  }

  @Test
  void theCatalogueOfJbangNamesThisProgram() throws Exception {
    JsonObject alias =
        JsonParser.parseString(Files.readString(Path.of("../jbang-catalog.json")))
            .getAsJsonObject()
            .getAsJsonObject("aliases")
            .getAsJsonObject("doctor");
    assertEquals(Doctor.class.getName(), alias.get("main").getAsString());
    String version =
        Files.readString(Path.of("pom.xml"))
            .replaceFirst("(?s).*?<parent>.*?<version>(.*?)</version>.*", "$1");
    assertEquals(
        "io.github.mailclad:mailclad-doctor:" + version, alias.get("script-ref").getAsString());
  }
}
