package io.github.mailclad.account;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps each account in a file of its own in one folder, which several processes on one machine may
 * share. A write is on the disk before it returns, and is whole or not there at all, whenever a
 * process or the machine stops. Thread-safe; as many as one likes may be made for one folder.
 *
 * <p>The folder is made with the first write, for its owner only; so are files. A folder or a file
 * that others may write to is not used. Others may read what they are let read: there is nothing
 * secret in it, but account names and the names of servers. A file that is damaged, or of a newer
 * version, stays as it is and is an {@link AccountStoreException} until a person has looked at it.
 * A folder on a network file system is as safe as its locks are.
 */
public final class FolderAccountStore implements AccountStore {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final FolderLock lock;

  private FolderAccountStore(Path folder, Duration patience) {
    this.folder = folder;
    this.lock = new FolderLock(folder, patience);
  }

  /** Keeps accounts in that folder, which need not be there yet. */
  public static FolderAccountStore in(Path folder) {
    return in(folder, PATIENCE);
  }

  static FolderAccountStore in(Path folder, Duration patience) {
    return new FolderAccountStore(folder.toAbsolutePath().normalize(), patience);
  }

  @Override
  public Optional<AccountState> read(String account) throws AccountStoreException {
    return reporting(account, () -> isMissing() ? Optional.empty() : stored(account));
  }

  @Override
  public Optional<AccountState> write(AccountState changed) throws AccountStoreException {
    String account = changed.account();
    AccountState next = changed.revision(changed.revision() + 1);
    String text = AccountText.of(next);
    return reporting(
        account,
        () -> {
          OwnerOnly.makeFolder(folder);
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

  private Optional<AccountState> stored(String account) throws IOException {
    OwnerOnly.check(folder.toRealPath());
    AccountFile file = AccountFile.of(folder, account);
    Optional<String> text = file.text();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(AccountText.parse(account, file.path().toString(), text.get()));
  }

  @Override
  public List<String> accounts() throws AccountStoreException {
    return reporting("", () -> isMissing() ? List.of() : listed());
  }

  private List<String> listed() throws IOException {
    OwnerOnly.check(folder.toRealPath());
    List<String> accounts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + AccountFile.SUFFIX)) {
      for (Path path : files) {
        Optional<String> text = new AccountFile(path).text();
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

  /** Not if it cannot be told, or a link leads to what is not there now. */
  private boolean isMissing() {
    return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private <T> T reporting(String account, FolderLock.Work<T> work) throws AccountStoreException {
    try {
      return work.run();
    } catch (AccountStoreException e) {
      throw e;
    } catch (IOException e) {
      String problem =
          "the folder %s cannot be used: %s, %s"
              .formatted(folder, e.getClass().getSimpleName(), e.getMessage());
      throw new AccountStoreException(account, problem, e);
    }
  }
}
