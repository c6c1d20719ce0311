package io.github.mailclad.vectors;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostNameVectorsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void saysWhatRfc9525SaysToEveryFirmVector() throws IOException {
    HostNameVector.File file =
        HostNameVector.File.read(VectorsFolder.file("hostname-vectors.json"));
    List<Judged> judged = file.firm().stream().map(each -> judge(each, file.ca())).toList();
    Report.ofHostNames(judged).print();

    assertAll(
        () -> assertEquals(335, judged.size(), "the firm vectors"),
        () ->
            assertEquals(
                List.of(), judged.stream().filter(Judged::deviates).map(Judged::row).toList()));
  }

  private static Judged judge(HostNameVector each, String ca) {
    try {
      Scene scene = each.scene(ca, NOW);
      return new Judged(each.id(), each.expected(), Mailclad.on(scene), PlainJdk.on(scene));
    } catch (GeneralSecurityException e) {
      Opinion unreadable = new Opinion.Refuses("the platform cannot read it: " + e.getMessage());
      return new Judged(each.id(), each.expected(), unreadable, unreadable);
    }
  }
}
