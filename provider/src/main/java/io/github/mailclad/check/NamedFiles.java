package io.github.mailclad.check;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.AnchorSource.PlatformAnchors;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.KeySource.KeyFile;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.internal.client.ClientKeyLoader;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.ApplicationKeys;
import io.github.mailclad.internal.config.ClientKeys;
import io.github.mailclad.internal.config.Key;
import io.github.mailclad.internal.config.LookupKeys;
import io.github.mailclad.internal.config.PolicyKeys;
import io.github.mailclad.internal.config.RevocationKeys;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.config.TrustKeys;
import io.github.mailclad.internal.dns.AnchorRecords;
import io.github.mailclad.internal.dns.DnsLibrary;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.revocation.CrlLoader;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.refusal.SettingProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads every file that settings name, by the code that connections use. An instance is used once.
 */
final class NamedFiles {
  /** The beginning of a loader's message about the second of two files. */
  private static final String OF_KEY = ClientKeys.CLIENT_CERTIFICATE_KEY.name() + ": ";

  private final Settings settings;
  private final List<SettingProblem> problems = new ArrayList<>();

  private NamedFiles(Settings settings) {
    this.settings = settings;
  }

  /** A use of a file; the message of its exception tells people the problem of the file. */
  @FunctionalInterface
  private interface Use {
    void run() throws IOException;
  }

  /**
   * Returns the problems of the files, by the property that names each; empty if all can be used.
   */
  static List<SettingProblem> problems(Settings settings, AccountConfig reading) {
    NamedFiles files = new NamedFiles(settings);
    files.check(reading);
    return files.problems;
  }

  private void check(AccountConfig reading) {
    AnchorSource trusted = reading.policy().trust().anchors();
    if (!(trusted instanceof PlatformAnchors)) {
      use(
          TrustKeys.TRUST_ANCHORS,
          trusted instanceof AnchorSource.AnchorFile file ? file.location() + ": " : "",
          () -> new AnchorLoader(() -> "not asked").load(trusted));
    }
    Optional.ofNullable(reading.policy().clientIdentity())
        .map(ClientIdentity::source)
        .ifPresent(
            source ->
                use(
                    ClientKeys.CLIENT_CERTIFICATE,
                    source instanceof KeyFile file ? file.certificate() + ": " : "",
                    () -> checkKey(source)));
    if (reading.policy().trust().revocation().crls() instanceof CrlFiles crls) {
      use(RevocationKeys.REVOCATION_CRLS, crls.path() + ": ", () -> new CrlLoader().load(crls));
    }
    if (reading.lookups().source() instanceof DnsSource.Servers dns && dns.anchors() != null) {
      Path anchors = dns.anchors();
      use(LookupKeys.DNS_ANCHORS, anchors + ": ", () -> checkAnchors(anchors));
    }
    ConfiguredStore store = reading.account().store();
    if (store != null && store.store() instanceof FolderAccountStore folder) {
      use(ApplicationKeys.ACCOUNT_STORE, "", () -> checkFolder(folder));
    }
  }

  /**
   * Uses a file, and keeps its problem.
   *
   * @param key the setting that names the file
   * @param place the place of the file, at the beginning of the problem; empty if the problem has
   *     it already
   */
  private void use(Key<?> key, String place, Use use) {
    try {
      use.run();
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      boolean ofKey = problem.startsWith(OF_KEY);
      tell(
          ofKey ? ClientKeys.CLIENT_CERTIFICATE_KEY : key,
          ofKey ? problem.substring(OF_KEY.length()) : Escaped.text(place) + problem);
    }
  }

  private void tell(Key<?> key, String problem) {
    Optional<Setting> setting = settings.effective(key.suffix());
    Optional<Setting> object = settings.effective(PolicyKeys.POLICY.suffix());
    if (setting.isEmpty() && object.isPresent()) {
      problems.add(
          new SettingProblem(
              object.get().key(),
              "cannot be used: its " + key.name() + ": " + problem,
              "correct the file or its name"));
      return;
    }
    problems.add(
        new SettingProblem(
            setting.map(Setting::key).orElse(key.suffix()),
            "cannot be used: " + problem,
            "correct the file or its name"));
  }

  private static void checkKey(ClientIdentity.KeySource source) throws IOException {
    Optional<String> objection =
        new ClientKeyLoader().load(source, unused -> {}).objectionAt(Instant.now());
    if (objection.isPresent()) {
      throw new IOException(objection.get());
    }
  }

  private static void checkAnchors(Path anchors) throws IOException {
    if (DnsLibrary.isPresent()) {
      AnchorRecords.check(anchors);
    } else {
      AnchorRecords.read(anchors);
    }
  }

  /** Checks a folder that may be missing, if it can be created. */
  private static void checkFolder(FolderAccountStore store) throws IOException {
    Path there = store.folder();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new IOException(there + " is not a folder");
    }
    if (!Files.isWritable(there)) {
      throw new IOException("this process may not write to " + there);
    }
    try {
      if (Files.exists(store.folder())) {
        store.read("settings-check");
      } else {
        // checks the path to the folder as reading an account does, and creates nothing
        store.accounts();
      }
    } catch (AccountStoreException e) {
      throw new IOException(e.problem(), e);
    }
  }
}
