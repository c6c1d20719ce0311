package io.github.mailclad.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store that keeps each account in a file of its own in one folder, which several processes on
 * one machine may share. A write is on the disk before it returns. It is complete or has no effect,
 * also if a process or the machine stops. Thread-safe; one folder may have any number of stores.
 *
 * <p>The folder is created when the first account is read or written, for its owner only; so are
 * files. A folder or file that cannot be created is an {@link AccountStoreException} like one that
 * cannot be read. Files and folders that another user of the machine created or may change are not
 * used: folder and files belong to the process's user or to root, and others may not write to them,
 * nor to the folders on the path to it (a sticky folder like {@code /tmp} may). Others may read the
 * files if their permissions allow it: they contain no secrets, but account names and the names of
 * servers. A file that is damaged, or of a newer version, stays as it is and is an {@link
 * AccountStoreException} until a person has looked at it. A folder on a network file system is as
 * safe as its locks are.
 */
public final class FolderAccountStore implements AccountStore {
  /** The problem of a file: the message of most exceptions has only the file's name. */
  private static final Map<Class<?>, String> PROBLEMS =
      Map.of(
          AccessDeniedException.class,
          "this process is denied access to %s",
          FileAlreadyExistsException.class,
          "something else has the name %s",
          FileSystemLoopException.class,
          "the symbolic links to %s form a loop",
          NoSuchFileException.class,
          "there is no %s",
          NotDirectoryException.class,
          "%s is not a folder");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final SafePath safe;
  private final FolderLock lock;

  private FolderAccountStore(Path folder, Duration patience, SafePath safe) {
    this.folder = folder;
    this.safe = safe;
    this.lock = new FolderLock(folder, patience, safe);
  }

  /** Creates a store in that folder, which may be missing. */
  public static FolderAccountStore in(Path folder) {
    return in(folder, PATIENCE);
  }

  static FolderAccountStore in(Path folder, Duration patience) {
    return in(folder, patience, ProcessUser.current());
  }

  static FolderAccountStore in(Path folder, Duration patience, ProcessUser user) {
    return new FolderAccountStore(
        folder.toAbsolutePath().normalize(), patience, new SafePath(user));
  }

  /** Returns the absolute path of the folder. */
  public Path folder() {
    return folder;
  }

  @Override
  public Optional<AccountState> read(String account) throws AccountStoreException {
    return reporting(
        account,
        () -> {
          makeFolder();
          return stored(account);
        });
  }

  @Override
  public Optional<AccountState> write(AccountState changed) throws AccountStoreException {
    String account = changed.account();
    AccountState next = changed.revision(changed.revision() + 1);
    String text = AccountText.of(next);
    return reporting(
        account,
        () -> {
          makeFolder();
          return lock.holding(account, () -> replace(changed, next, text));
        });
  }

  private Optional<AccountState> replace(AccountState changed, AccountState next, String text)
      throws IOException {
    String account = changed.account();
    if (stored(account).map(AccountState::revision).orElse(0L) != changed.revision()) {
      return Optional.empty();
    }
    AccountFile.of(folder, account).replace(text);
    return Optional.of(next);
  }

  @Override
  public boolean remove(String account) throws AccountStoreException {
    return reporting(
        account,
        () -> {
          makeFolder();
          return lock.holding(
              account,
              () -> {
                boolean isStored = stored(account).isPresent();
                if (isStored) {
                  AccountFile.of(folder, account).delete();
                }
                return isStored;
              });
        });
  }

  private void makeFolder() throws IOException {
    if (safe.folder(folder).isEmpty()) {
      try {
        OwnerOnly.makeFolder(folder);
      } catch (IOException e) {
        throw new IOException("it cannot be created: " + problem(e), e);
      }
      safe.folder(folder);
    }
  }

  private Optional<AccountState> stored(String account) throws IOException {
    if (safe.folder(folder).isEmpty()) {
      return Optional.empty();
    }
    AccountFile file = AccountFile.of(folder, account);
    Optional<String> text = file.text(safe);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(AccountText.parse(account, file.path().toString(), text.get()));
  }

  @Override
  public List<String> accounts() throws AccountStoreException {
    return reporting("", this::listed);
  }

  private List<String> listed() throws IOException {
    if (safe.folder(folder).isEmpty()) {
      return List.of();
    }
    List<String> accounts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + AccountFile.SUFFIX)) {
      for (Path path : files) {
        Optional<String> text = new AccountFile(path).text(safe);
        if (text.isPresent()) {
          AccountState state = AccountText.parse("", path.toString(), text.get());
          if (!AccountFile.of(folder, state.account()).path().equals(path)) {
            throw new IOException(path + " is not the file of " + state.account());
          }
          accounts.add(state.account());
        }
      }
    }
    return accounts.stream().sorted().toList();
  }

  private <T> T reporting(String account, FolderLock.FileWork<T> work)
      throws AccountStoreException {
    try {
      return work.run();
    } catch (AccountStoreException e) {
      throw e;
    } catch (IOException e) {
      String problem = "the folder %s cannot be used: %s".formatted(folder, problem(e));
      throw new AccountStoreException(account, problem, e);
    }
  }

  /** Returns the problem of a file, in words for people. */
  private static String problem(IOException e) {
    if (e instanceof FileSystemException about && about.getFile() != null) {
      String words = PROBLEMS.get(e.getClass());
      return words == null ? String.valueOf(about.getMessage()) : words.formatted(about.getFile());
    }
    return e.getClass().equals(IOException.class)
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + ", " + e.getMessage();
  }
}
