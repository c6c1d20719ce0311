package io.github.mailclad.internal.revocation;

import static io.github.mailclad.internal.revocation.Revocations.INTERMEDIATE;
import static io.github.mailclad.internal.revocation.Revocations.NOW;
import static io.github.mailclad.internal.revocation.Revocations.ROOT;
import static io.github.mailclad.internal.revocation.Revocations.SERVER;
import static io.github.mailclad.internal.revocation.Revocations.evidence;
import static io.github.mailclad.internal.revocation.Revocations.pathOf;
import static io.github.mailclad.internal.revocation.Revocations.policy;
import static io.github.mailclad.internal.revocation.Revocations.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.fixtures.CrlBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlLoaderTest {
  private static final CrlBuilder OF_ROOT = CrlBuilder.by(ROOT);
  private static final CrlBuilder OF_INTERMEDIATE = CrlBuilder.by(INTERMEDIATE);

  @TempDir Path folder;
  private final CrlLoader loader = new CrlLoader();

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private Outcome<RevocationEvidence> check(Requirement requirement, Path source) {
    return new RevocationChecker(
            policy(requirement, new CrlFiles(source)),
            loader,
            new FetchedStatements(
                (question, limit) -> {
                  throw new IOException("nobody was to be asked");
                }))
        .check(pathOf(SERVER, ROOT), List.of(), NOW, NOW);
  }

  private String problem(Path source) {
    String hard =
        refusal("revocation-source-unavailable", check(Requirement.HARD, source)).summary();
    assertEquals(
        hard, refusal("revocation-source-unavailable", check(Requirement.SOFT, source)).summary());
    return hard;
  }

  @Test
  void aFileHasOneOrManyListsInPemOrDer() throws Exception {
    evidence(
        check(Requirement.HARD, file("both.pem", OF_ROOT.pem() + "\n" + OF_INTERMEDIATE.pem())));
    Path der = Files.write(folder.resolve("one.crl"), OF_INTERMEDIATE.der());
    refusal("revocation-unknown", check(Requirement.HARD, der));
    evidence(check(Requirement.SOFT, der));
  }

  @Test
  void everyFileOfAFolderCountsButHiddenOnes() throws Exception {
    file("root.pem", OF_ROOT.pem());
    Files.write(folder.resolve("intermediate.crl"), OF_INTERMEDIATE.der());
    file(".partial", "garbage");
    Files.createDirectory(folder.resolve("sub"));

    evidence(check(Requirement.HARD, folder));
  }

  @Test
  void whatCannotBeReadIsARefusalInEveryMode() throws Exception {
    assertTrue(problem(folder.resolve("missing")).endsWith("there is no such file or folder"));
    assertTrue(problem(folder).endsWith("there is no file in it"));
    Path empty = file("empty", "");
    assertTrue(problem(empty).contains("there is no certificate revocation list in it"));
    Files.delete(empty);
    file("good.pem", OF_ROOT.pem());
    Path garbage = file("garbage", "no list");
    assertTrue(problem(garbage).contains("garbage: "), () -> problem(garbage));
    assertTrue(problem(folder).contains("garbage: "));
    Files.delete(garbage);
    Path cut =
        file(
            "cut.pem",
            OF_INTERMEDIATE.pem() + "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
    assertTrue(problem(cut).contains("cannot be read"));
    Path unfinished =
        file("unfinished.pem", OF_ROOT.pem() + OF_INTERMEDIATE.pem().substring(0, 200));
    assertTrue(problem(unfinished).contains("without an end"), () -> problem(unfinished));
    assertTrue(problem(file("ca.pem", ROOT.pem())).contains("there is no certificate revocation"));
    assertTrue(
        problem(file("key.pem", OF_INTERMEDIATE.pem() + ROOT.keyPem()))
            .contains("which is no certificate revocation list"));
    Path large = folder.resolve("large");
    try (RandomAccessFile huge = new RandomAccessFile(large.toFile(), "rw")) {
      huge.setLength((32 << 20) + 1L);
    }
    assertTrue(problem(large).contains("octets"));
  }

  @Test
  void aSourceIsReadAgainWhenItChangesAndOnlyThen() throws Exception {
    Path good = file("list.pem", OF_INTERMEDIATE.pem());
    CrlFiles source = new CrlFiles(folder);
    LoadedCrls before = loader.load(source);
    assertSame(before, loader.load(source));
    evidence(check(Requirement.SOFT, folder));

    Path next = folder.resolve(".next");
    Files.writeString(next, CrlBuilder.by(INTERMEDIATE).revoking(SERVER, NOW, 1).pem());
    Files.move(next, good, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(good, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    refusal("revoked", check(Requirement.SOFT, folder));

    Files.delete(good);
    assertTrue(problem(folder).endsWith("there is no file in it"));
    file("other.pem", OF_INTERMEDIATE.pem());
    evidence(check(Requirement.SOFT, folder));
    file("another.pem", CrlBuilder.by(ROOT).revoking(INTERMEDIATE, NOW, 1).pem());
    refusal("revoked", check(Requirement.SOFT, folder));
  }
}
