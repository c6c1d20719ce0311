package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.SecurityListener;
import io.github.mailclad.SettingNames;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.resolver.ValidatingResolver;
import io.github.mailclad.setup.MailAccounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/** Creates the accounts that people set up while the application runs. */
final class SetUpAccounts {
  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission");

  private SetUpAccounts() {}

  static MailAccounts of(
      MailcladProperties settings,
      AccountStore store,
      Supplier<Bundles> bundles,
      ObjectProvider<SecureResolver> resolver,
      ObjectProvider<ConfigurationFiles> files,
      SecurityListener listener) {
    Properties common = new Properties();
    settings.properties().forEach(common::put);
    common.put("mail.security.setting-names", names(settings, bundles));
    String bundle = settings.ssl().bundle();
    if (bundle != null) {
      enforce(bundle, bundles.get(), common);
    }
    MailAccounts.Builder accounts =
        MailAccounts.rememberedIn(store).properties(common).listener(listener);
    Optional.ofNullable(resolver.getIfAvailable())
        .or(() -> ofSystem(settings))
        .ifPresent(accounts::resolver);
    Optional.ofNullable(files.getIfAvailable())
        .ifPresentOrElse(accounts::configurationFiles, () -> refuseFiles(settings));
    return accounts.build();
  }

  private static SettingNames names(MailcladProperties settings, Supplier<Bundles> bundles) {
    String bundle = settings.ssl().bundle();
    return key ->
        Optional.ofNullable(bundle)
            .filter(name -> !settings.properties().containsKey(key))
            .flatMap(name -> bundles.get().propertiesOf(name).behind(key))
            .orElse("mailclad.properties." + key);
  }

  private static void enforce(String name, Bundles bundles, Properties common) {
    BundleSettings now =
        BundleSettings.ofEveryAccount(
            bundles.read(name, "mailclad.ssl.bundle", "accounts to set up"));
    LiveAnchors anchors = new LiveAnchors(now.anchors());
    for (String protocol : PROTOCOLS) {
      now.putInto(common, protocol, BundleSettings.Given.in(common, protocol));
      common.put("mail." + protocol + ".security.trust-anchors", anchors);
    }
    // Boot reloads the stores of a bundle, not its options
    bundles
        .all()
        .addBundleUpdateHandler(
            name, reloaded -> anchors.reloaded(BundleSettings.of(reloaded).anchors()));
  }

  /**
   * Returns the resolver of the system. DNS settings would reach the sessions but not this
   * resolver, so they need one bean for both.
   */
  private static Optional<SecureResolver> ofSystem(MailcladProperties settings) {
    refuse(
        settings.properties().keySet().stream()
            .filter(key -> key.startsWith("mail.security.dns-"))
            .toList(),
        "define a bean of type SecureResolver, for example by ValidatingResolver.asking");
    // without it people name the servers, and none is discovered
    return ClassUtils.isPresent("org.xbill.DNS.Record", SetUpAccounts.class.getClassLoader())
        ? Optional.of(ValidatingResolver.ofSystem())
        : Optional.empty();
  }

  /** Refuses the sources of servers, for the same reason. */
  private static void refuseFiles(MailcladProperties settings) {
    refuse(
        settings.properties().entrySet().stream()
            .filter(
                setting ->
                    setting.getKey().matches("mail\\.(\\w+\\.)?security\\.discovery(-directory)?"))
            .filter(setting -> !setting.getValue().strip().equals("srv"))
            .map(Map.Entry::getKey)
            .toList(),
        "define a bean of type ConfigurationFiles");
  }

  private static void refuse(List<String> keys, String remedy) {
    if (!keys.isEmpty()) {
      throw new MailSettingsException(
          "accounts to set up",
          keys.stream()
              .map(
                  key ->
                      new SettingProblem(
                          "mailclad.properties." + key,
                          "does not apply to accounts that people set up",
                          remedy))
              .toList());
    }
  }
}
