package io.github.mailclad.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderAccountStoreTest implements AccountStoreContract {
  @TempDir Path parent;
  private Path folder = Path.of("");

  @BeforeEach
  void nameAFolderThatIsNotThere() {
    folder = parent.resolve("not/there/yet");
  }

  @Override
  public AccountStore store() {
    return FolderAccountStore.in(folder);
  }

  @Test
  void readingAnAccountMakesTheFolderAndListingThemDoesNot() throws Exception {
    assertEquals(List.of(), store().accounts());
    assertFalse(Files.exists(parent.resolve("not")));
    assertEquals(Optional.empty(), store().read(ALICE));
    assertEquals("rwx------", permissions(folder));
  }

  @Test
  void aFolderThatCannotBeMadeIsNotAnEmptyOne() throws Exception {
    Files.createFile(parent.resolve("not"));
    assertProblem(parent.resolve("not") + " is not a folder", () -> store().read(ALICE));

    AccountStore nowhere = FolderAccountStore.in(Path.of("/proc/nope"));
    assertProblem("/proc/nope cannot be used: it cannot be created", () -> nowhere.read(ALICE));
  }

  @Test
  void onlyTheOwnerMayReadAndWrite() throws Exception {
    write();
    assertEquals("rwx------", permissions(folder));
    assertEquals(
        List.of("rw-------", "rw-------"), files().stream().map(this::permissions).toList());
    assertTrue(file().getFileName().toString().matches("alice_example_org-[0-9a-f]{64}[.]account"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwxrwxrwx"})
  void aFolderThatOthersMayWriteToIsNotUsed(String permissions) throws Exception {
    write();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    assertProblem("may be written to by others", () -> store().read(ALICE));
    assertProblem("may be written to by others", () -> store().write(AccountState.unknown("b")));
    assertProblem("may be written to by others", () -> store().accounts());

    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(store().read(ALICE).isPresent());
  }

  @Test
  void aFileThatOthersMayWriteToIsNotUsed() throws Exception {
    write();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
    assertProblem("may be written to by others", () -> store().read(ALICE));

    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    store().update(ALICE, state -> state.policyVersion(3));
    assertEquals("rw-------", permissions(file()));
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    write();
    Path elsewhere = Files.move(file(), parent.resolve("elsewhere"));
    Files.createSymbolicLink(AccountFile.of(folder, ALICE).path(), elsewhere);
    assertProblem("is not a file", () -> store().read(ALICE));
    assertProblem("is not a file", () -> store().update(ALICE, s -> s.policyVersion(3)));

    Files.delete(folder.resolve("lock"));
    Files.createSymbolicLink(folder.resolve("lock"), elsewhere);
    assertProblem("is not a file", () -> store().write(AccountState.unknown("b")));
  }

  @Test
  void aFolderThatIsALinkToNowhereIsNotAnEmptyOne() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("unmounted"));
    AccountStore store = FolderAccountStore.in(link);
    assertProblem("there is no " + parent.resolve("unmounted"), () -> store.read(ALICE));
    assertProblem("there is no ", store::accounts);
    assertProblem("there is no ", () -> store.write(AccountState.unknown(ALICE)));
  }

  @Test
  @Requirement(
      value = "PIN-9",
      heldBy = {"FolderAccountStore", "AccountText"})
  void aFileWithAnotherOctetOrWithoutItsEndIsRefusedAndKept() throws Exception {
    write();
    byte[] octets = Files.readAllBytes(file());
    for (int at = 0; at < octets.length; at++) {
      byte[] flipped = octets.clone();
      flipped[at] ^= (byte) 0xff;
      assertRefusedAndKept(flipped);
      byte[] other = octets.clone();
      other[at] ^= 1;
      assertRefusedAndKept(other);
      assertRefusedAndKept(Arrays.copyOf(octets, at));
    }
    Files.write(file(), octets);
    assertTrue(store().read(ALICE).isPresent());
  }

  @Test
  @Requirement(
      value = "PIN-9",
      heldBy = {"FolderAccountStore", "AccountText"})
  void aFileOfANewerVersionIsRefusedAndKept() throws Exception {
    write();
    String text = Files.readString(file());
    assertRefusedAndKept(text.replace("account 1 ", "account 2 ").getBytes(US_ASCII));
    assertProblem("a newer version of Mailclad wrote it", () -> store().read(ALICE));
    assertProblem(file().toString(), () -> store().read(ALICE));
  }

  @Test
  @Requirement(
      value = "PIN-9",
      heldBy = {"FolderAccountStore", "AccountText"})
  void theFileOfAnotherAccountIsRefused() throws Exception {
    write();
    Files.move(file(), AccountFile.of(folder, "bob").path());
    assertProblem("another account, " + ALICE, () -> store().read("bob"));
    assertProblem("is not the file of " + ALICE, () -> store().accounts());
    assertEquals(Optional.empty(), store().read(ALICE));
  }

  @Test
  void aFileWithoutAnEndIsNotReadToIt() throws Exception {
    write();
    try (FileChannel sparse = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.allocate(1), 1L << 40);
    }
    assertProblem("more than 1048576 octets", () -> store().read(ALICE));
  }

  @Test
  void whatAProcessThatWasKilledLeftBehindIsRemoved() throws Exception {
    write();
    Path left = Files.writeString(file().resolveSibling(file().getFileName() + ".tmp"), "half");
    assertEquals(List.of(ALICE), store().accounts());
    assertTrue(store().read(ALICE).isPresent());
    store().update(ALICE, state -> state.policyVersion(3));
    assertFalse(Files.exists(left));
  }

  @Test
  void somebodyWhoHoldsTheLockIsWaitedForAWhile() throws Exception {
    write();
    AccountState bob = AccountState.unknown("bob");
    LockHolder.whileHeld(
        folder.resolve("lock"),
        () -> {
          AccountStore impatient = FolderAccountStore.in(folder, Duration.ofMillis(20));
          assertProblem("for more than 20 ms", () -> impatient.write(bob));
          assertTrue(impatient.read(ALICE).isPresent(), "reading does not wait");
        });
    assertTrue(store().write(bob).isPresent());
  }

  @Test
  void copiesOfTheClassesInOtherClassLoadersLoseNothing() throws Exception {
    URL[] classes = {
      FolderAccountStore.class.getProtectionDomain().getCodeSource().getLocation(),
      FolderAccountStoreTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    ClassLoader own = getClass().getClassLoader();
    try (Copy one = new Copy(classes, own);
        Copy two = new Copy(classes, own)) {
      List<Thread> threads =
          Stream.of(one, two, one, two).map(copy -> copy.updates(folder.toString(), 50)).toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(200, store().read(ALICE).orElseThrow().revision());
  }

  /** Mailclad once more, as a second web application has it. */
  private static final class Copy extends URLClassLoader {
    Copy(URL[] classes, ClassLoader parent) {
      super(classes, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith("io.github.mailclad.")) {
          return findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }

    Thread updates(String folder, int count) {
      try {
        Class<?> counter = loadClass(Counter.class.getName());
        return new Thread(
            (Runnable)
                counter.getDeclaredConstructor(String.class, int.class).newInstance(folder, count));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("copied", e);
      }
    }
  }

  /** Raises a number in an account again and again. */
  public record Counter(String folder, int count) implements Runnable {
    @Override
    public void run() {
      try {
        for (int i = 0; i < count; i++) {
          FolderAccountStore.in(Path.of(folder))
              .update(ALICE, state -> state.policyVersion(state.policyVersion() + 1));
        }
      } catch (AccountStoreException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void write() throws IOException {
    assertTrue(store().write(AccountState.unknown(ALICE).policyVersion(2)).isPresent());
  }

  private Path file() {
    return AccountFile.of(folder, ALICE).path();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefusedAndKept(byte[] octets) throws IOException {
    Files.write(file(), octets);
    assertProblem("", () -> store().read(ALICE));
    assertProblem("", () -> store().write(AccountState.unknown(ALICE)));
    assertProblem("", () -> store().write(AccountState.unknown(ALICE).revision(1)));
    assertProblem("", () -> store().update(ALICE, state -> state.policyVersion(9)));
    assertProblem("", () -> store().accounts());
    assertArrayEquals(octets, Files.readAllBytes(file()));
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void assertProblem(String part, Attempt attempt) {
    AccountStoreException e = assertThrows(AccountStoreException.class, attempt::run);
    assertTrue(e.problem().contains(part), e::getMessage);
  }
}
