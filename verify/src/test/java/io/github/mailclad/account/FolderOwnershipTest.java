package io.github.mailclad.account;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that data which another user of the machine created, or may change, is not trusted. */
class FolderOwnershipTest {
  private static final String ALICE = AccountStoreContract.ALICE;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @TempDir Path base;
  private Path folder = Path.of("");

  @BeforeEach
  void nameAFolder() throws IOException {
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = base.resolve("parent/accounts");
  }

  @Test
  void theUserOfThisProcessOwnsWhatItMakes() throws Exception {
    Path made = Files.createFile(base.resolve("file"));
    assertEquals(FolderEntry.of(made).owner(), ProcessUser.current().id());
  }

  @Test
  void theUserOfTheProcessAndTheAdministratorAreTrusted() {
    ProcessUser unix = new ProcessUser(1001);
    assertTrue(unix.trusts(ownedBy(1001)));
    assertTrue(unix.trusts(ownedBy(0)));
    assertFalse(unix.trusts(ownedBy(1002)));
    assertFalse(new ProcessUser(0).trusts(ownedBy(1001)), "root trusts root");

    UserPrincipal alice = () -> "DESKTOP\\alice";
    UserPrincipal mallory = () -> "DESKTOP\\mallory";
    GroupPrincipal administrators = () -> "BUILTIN\\Administrators";
    ProcessUser windows = new ProcessUser(alice);
    assertTrue(windows.trusts(ownedBy(alice)));
    assertTrue(windows.trusts(ownedBy(administrators)));
    assertFalse(windows.trusts(ownedBy(mallory)));
  }

  private static FolderEntry ownedBy(Object owner) {
    return new FolderEntry(Path.of("accounts"), FolderEntry.EntryKind.FOLDER, owner, 0700);
  }

  @Test
  void aFolderThatIsThereAlreadyHasToBelongToTheProcess() throws Exception {
    write();
    // the same folder as a process of another user sees it, where root is another user, too
    AccountStore others = FolderAccountStore.in(folder, PATIENCE, new ProcessUser("another"));
    if (ProcessUser.current().id().equals(0)) {
      assertTrue(others.read(ALICE).isPresent(), "root is trusted");
    } else {
      assertUntrusted(others, "belongs to");
    }
  }

  @Test
  void aFolderOfAnotherUserIsNotTrusted() throws Exception {
    OtherUser.orSkip();
    write();
    OtherUser.MALLORY.owns(folder);
    OtherUser.MALLORY.owns(file());

    assertUntrusted(store(), folder + " belongs to user 61002, and this process is user 0");
    assertEquals(2, entries().size(), "nothing was written to it");
  }

  @Test
  void aFileOfAnotherUserIsNotTrusted() throws Exception {
    OtherUser.orSkip();
    write();
    OtherUser.MALLORY.owns(file());
    assertUntrusted(store(), file() + " belongs to user 61002");
  }

  @Test
  void aFolderOnTheWayThatAnotherUserOwnsIsNotUsed() throws Exception {
    OtherUser.orSkip();
    write();
    Path parent = requireNonNull(folder.getParent());
    OtherUser.MALLORY.owns(parent);
    assertUntrusted(store(), parent + " belongs to user 61002");
  }

  @Test
  void nothingIsMadeInAFolderOfAnotherUser() throws Exception {
    OtherUser.orSkip();
    OtherUser.MALLORY.owns(Files.createDirectory(folder.getParent()));
    assertUntrusted(store(), folder.getParent() + " belongs to user 61002");
    assertFalse(Files.exists(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
  void aFolderOnTheWayThatOthersMayWriteToIsNotUsed(String permissions) throws Exception {
    write();
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString(permissions));
    assertUntrusted(
        store(),
        folder.getParent() + " may be written to by others (" + permissions + "), who could put");

    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(store().read(ALICE).isPresent());
  }

  @Test
  void anAccountIsNotUnknownBecauseOthersMayHaveMovedItsFolderAway() throws Exception {
    Files.createDirectory(folder.getParent());
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertUntrusted(store(), "may be written to by others");
    assertFalse(Files.exists(folder));
  }

  @Test
  void aStickyFolderMayLeadToTheFolderAndNotBeIt() throws Exception {
    write();
    Files.setAttribute(folder.getParent(), "unix:mode", 01777);
    assertTrue(store().read(ALICE).isPresent());
    Files.setAttribute(folder, "unix:mode", 01777);
    assertUntrusted(store(), folder + " may be written to by others");
  }

  @Test
  void aLinkOnTheWayIsFollowedStepByStep() throws Exception {
    write();
    Path real = Files.createDirectories(base.resolve("a/b"));
    Files.move(folder, real.resolve("accounts"));
    Files.createSymbolicLink(base.resolve("a/link"), Path.of("../a/./b"));
    Files.createSymbolicLink(folder, base.resolve("a/link/accounts"));
    assertTrue(store().read(ALICE).isPresent());

    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertUntrusted(store(), real.toRealPath() + " may be written to by others");
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws Exception {
    OtherUser.orSkip();
    write();
    Path link = OtherUser.MALLORY.owns(Files.createSymbolicLink(base.resolve("link"), folder));
    assertUntrusted(FolderAccountStore.in(link), link + " belongs to user 61002");
    Path above =
        OtherUser.MALLORY.owns(Files.createSymbolicLink(base.resolve("above"), folder.getParent()));
    assertUntrusted(
        FolderAccountStore.in(above.resolve("accounts")), above + " belongs to user 61002");
  }

  @Test
  void aLinkOnTheWayThatLeadsNowhereIsNoUnknownAccount() throws Exception {
    Files.createSymbolicLink(base.resolve("parent"), base.resolve("unmounted"));
    assertProblem("there is no ", () -> store().read(ALICE));
    assertProblem("there is no ", () -> store().accounts());
    Files.createDirectory(base.resolve("unmounted"));
    assertEquals(Optional.empty(), store().read(ALICE));
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void linksThatLeadToEachOtherEnd() throws Exception {
    Files.createSymbolicLink(base.resolve("parent"), base.resolve("other"));
    Files.createSymbolicLink(base.resolve("other"), base.resolve("parent"));
    assertProblem("form a loop", () -> store().read(ALICE));
  }

  @Test
  // opening a pipe cannot be interrupted
  @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeInThePlaceOfTheLockIsNotWaitedFor() throws Exception {
    write();
    Path lock = folder.resolve("lock");
    Files.delete(lock);
    assertEquals(0, new ProcessBuilder("mkfifo", lock.toString()).start().waitFor());
    assertProblem("is not a file", () -> store().write(AccountState.unknown("b")));
  }

  @Test
  void theLockOfAnotherUserIsNotUsed() throws Exception {
    OtherUser.orSkip();
    write();
    OtherUser.MALLORY.owns(folder.resolve("lock"));
    assertProblem("belongs to user 61002", () -> store().write(AccountState.unknown("b")));
    assertTrue(store().read(ALICE).isPresent());
  }

  @Test
  void aHardLinkChangesNothing() throws Exception {
    write();
    Files.createLink(base.resolve("same"), file());
    assertTrue(store().read(ALICE).isPresent());
    store().update(ALICE, state -> state.policyVersion(3));
    assertEquals(3, store().read(ALICE).orElseThrow().policyVersion());
    assertFalse(Files.isSameFile(base.resolve("same"), file()), "it was replaced");
  }

  @Test
  void aProcessOfAnotherUserBelievesItselfAndRoot() throws Exception {
    OtherUser.orSkip();
    Path classes = OtherUser.classes(Files.createDirectory(base.resolve("classes")));
    Path shared = Files.createDirectory(base.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    Path own = shared.resolve("accounts");

    assertEquals(
        "read version none\nwritten\n", OtherUser.ALICE.reads(own, classes), "made with a write");
    assertEquals("read version 7\nwritten\n", OtherUser.ALICE.reads(own, classes));
    assertTrue(
        OtherUser.MALLORY
            .reads(own, classes)
            .startsWith("problem: the folder " + own + " cannot be used"));

    write();
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    String ofRoot = OtherUser.ALICE.reads(folder, classes);
    assertTrue(ofRoot.startsWith("read version 2\nproblem: "), ofRoot);
  }

  @Test
  void aFolderThatAnotherUserCreatedFirstIsNotTrusted() throws Exception {
    OtherUser.orSkip();
    Path classes = OtherUser.classes(Files.createDirectory(base.resolve("classes")));
    Path shared = Files.createDirectory(base.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    folder = shared.resolve("accounts");
    OtherUser.MALLORY.reads(folder, classes);

    assertUntrusted(store(), folder + " belongs to user 61002");
    String alice = OtherUser.ALICE.reads(folder, classes);
    assertTrue(
        alice.contains(folder + " belongs to user 61002, and this process is user 61001"), alice);
  }

  private AccountStore store() {
    return FolderAccountStore.in(folder, PATIENCE);
  }

  private void write() throws IOException {
    assertTrue(store().write(AccountState.unknown(ALICE).policyVersion(2)).isPresent());
  }

  private Path file() {
    return AccountFile.of(folder, ALICE).path();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void assertUntrusted(AccountStore store, String part) {
    assertProblem(part, () -> store.read(ALICE));
    assertProblem(part, () -> store.write(AccountState.unknown(ALICE)));
    assertProblem(part, () -> store.write(AccountState.unknown(ALICE).revision(1)));
    assertProblem(part, store::accounts);
  }

  private static void assertProblem(String part, Attempt attempt) {
    AccountStoreException e = assertThrows(AccountStoreException.class, attempt::run);
    assertTrue(e.problem().contains(part), e::getMessage);
  }
}
