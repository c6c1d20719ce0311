package io.github.mailclad.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class X509LimboTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void explore() throws IOException {
    List<Judged> judged =
        LimboCase.all(VectorsFolder.file("x509-limbo-core.json.gz")).stream()
            .map(c -> new Judged(c.id(), c.expected(), ask(c, Mailclad::on), ask(c, PlainJdk::on)))
            .toList();
    Files.createDirectories(Path.of("target/vectors"));
    Files.write(
        Path.of("target/vectors/x509-limbo.tsv"), judged.stream().map(Judged::row).toList());
    HostNameVector.File names =
        HostNameVector.File.read(VectorsFolder.file("hostname-vectors.json"));
    List<Judged> n =
        names.firm().stream()
            .map(
                c -> {
                  try {
                    Scene s = c.scene(names.ca(), NOW);
                    return new Judged(c.id(), c.expected(), Mailclad.on(s), PlainJdk.on(s));
                  } catch (GeneralSecurityException e) {
                    return new Judged(
                        c.id(),
                        c.expected(),
                        new Opinion.Refuses("unreadable " + e.getMessage()),
                        new Opinion.Refuses("unreadable"));
                  }
                })
            .toList();
    Files.write(Path.of("target/vectors/names.tsv"), n.stream().map(Judged::row).toList());
    System.out.println(
        "limbo "
            + judged.stream().filter(j -> !j.deviates()).count()
            + " jvm "
            + judged.stream().filter(j -> j.jvm().agreesWith(j.expected())).count());
    System.out.println(
        "names "
            + n.stream().filter(j -> !j.deviates()).count()
            + " jvm "
            + n.stream().filter(j -> j.jvm().agreesWith(j.expected())).count());
  }

  private static Opinion ask(LimboCase each, Function<Scene, Opinion> verifier) {
    try {
      return verifier.apply(each.scene(NOW));
    } catch (GeneralSecurityException e) {
      return new Opinion.Refuses("the platform cannot read it: " + e.getMessage());
    }
  }
}
