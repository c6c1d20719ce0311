package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.autoconfigure.LoginCheck.Credential;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.OAuth;
import jakarta.mail.URLName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The credentials of an account, and the check of their settings.
 *
 * @param account the settings of the account
 * @param common session properties of every account
 * @param option the full name of a setting of the account
 */
record AccountCredentials(
    Account account, Map<String, String> common, UnaryOperator<String> option) {
  private static final String MANAGER =
      "org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager";

  /**
   * Reports empty settings: a missing variable must not look like a setting left out on purpose.
   */
  List<SettingProblem> empty() {
    Stream<Credential> ofOAuth =
        Stream.concat(
            Stream.of(new Credential(option("oauth.registration"), account.oauth().registration())),
            account.oauth().settings().entrySet().stream()
                .map(each -> new Credential(option("oauth." + each.getKey()), each.getValue())));
    Stream<Credential> others =
        Stream.of(
            new Credential(option("address"), account.address()),
            new Credential(option("username"), account.username()),
            new Credential(option("password"), account.password()),
            new Credential(option("token-supplier"), account.tokenSupplier()),
            new Credential(option("policy"), account.policy()),
            new Credential(option("submission.host"), account.submission().host()),
            new Credential(option("submission.account-pin"), account.submission().accountPin()),
            new Credential(option("access.host"), account.access().host()),
            new Credential(option("access.account-pin"), account.access().accountPin()),
            new Credential(option("ssl.bundle"), account.ssl().bundle()));
    return Stream.concat(others, ofOAuth)
        .flatMap(
            setting ->
                setting.value() != null && setting.value().isEmpty()
                    ? Stream.of(
                        new SettingProblem(
                            setting.key(),
                            "is empty",
                            "set it (an environment variable may be missing), or remove it"))
                    : LoginCheck.unresolved(setting).stream())
        .toList();
  }

  /**
   * Puts the token supplier into the session.
   *
   * @param bean the name of the bean
   * @return the problems of the bean
   */
  List<SettingProblem> putTokenSupplier(
      String bean, Properties session, ListableBeanFactory beans) {
    List<SettingProblem> problems = new ArrayList<>();
    if (account.password() != null && !namesMechanisms()) {
      problems.add(
          new SettingProblem(
              option("password"),
              "has no effect beside " + option("token-supplier"),
              "remove one of them"));
    }
    NamedBean<OAuthTokenSupplier> tokens =
        new NamedBean<>(option("token-supplier"), bean, OAuthTokenSupplier.class);
    if (tokens.isIn(beans)) {
      session.put("mail.security.token-supplier", tokens.of(beans));
    } else if (!bean.isEmpty()) {
      problems.add(tokens.missingIn(beans));
    }
    return problems;
  }

  /**
   * Puts the settings of OAuth into the session, or a token supplier that asks Spring Security.
   *
   * @return the problems of the settings
   */
  List<SettingProblem> putOAuth(SessionProperties session, ListableBeanFactory beans) {
    List<SettingProblem> problems = new ArrayList<>();
    OAuth oauth = account.oauth();
    oauth
        .settings()
        .forEach((key, value) -> session.put("mail.security.oauth-" + key, value, "oauth." + key));
    Stream.of(OAuth.class.getRecordComponents())
        .map(UnknownSetting::dashed)
        .forEach(key -> session.name("mail.security.oauth-" + key, "oauth." + key));
    if (oauth.isSet()) {
      Stream.of("password", "token-supplier")
          .filter(
              key ->
                  (key.equals("password") ? account.password() : account.tokenSupplier()) != null)
          .map(key -> noEffect(option(key), option("oauth")))
          .forEach(problems::add);
    }
    String registration = oauth.registration();
    if (registration == null || registration.isEmpty()) {
      return problems;
    }
    if (!oauth.settings().isEmpty()) {
      problems.add(
          noEffect(
              option("oauth." + oauth.settings().keySet().iterator().next()),
              option("oauth.registration")));
    }
    String property = option("oauth.registration");
    Optional<SettingProblem> unusable =
        ClassUtils.isPresent(MANAGER, classLoader(beans))
            ? RegistrationTokens.problem(registration, property, beans)
            : Optional.of(
                new SettingProblem(
                    property,
                    "needs Spring Security's OAuth client, which is not on the class path",
                    "add spring-boot-starter-oauth2-client, or set %s and what it needs instead"
                        .formatted(option("oauth.issuer"))));
    unusable.ifPresent(problems::add);
    if (unusable.isEmpty()) {
      session.put(
          "mail.security.token-supplier",
          RegistrationTokens.of(registration, beans),
          "oauth.registration");
    }
    return problems;
  }

  private static @Nullable ClassLoader classLoader(ListableBeanFactory beans) {
    return beans instanceof ConfigurableBeanFactory factory ? factory.getBeanClassLoader() : null;
  }

  private static SettingProblem noEffect(String setting, String other) {
    return new SettingProblem(setting, "has no effect beside " + other, "remove one of them");
  }

  private boolean namesMechanisms() {
    return Stream.of(common, account.properties())
        .flatMap(all -> all.keySet().stream())
        .anyMatch(key -> key.endsWith(".auth-mechanisms") || key.endsWith(".auth.mechanisms"));
  }

  /** Returns the problems of missing credentials, unless the account asks for no login. */
  List<SettingProblem> missing(
      Properties session, @Nullable URLName submission, @Nullable URLName access) {
    if (areThere(session)) {
      return List.of();
    }
    if (submission != null && !isWithoutLogin(session, submission.getProtocol())) {
      return List.of(
          new SettingProblem(
              option("password"),
              "is not set, and mail would be submitted without a login",
              "set it, oauth or token-supplier; for a server without a login set "
                  + option("properties.mail." + submission.getProtocol() + ".auth=false")));
    }
    return access == null
        ? List.of()
        : List.of(
            new SettingProblem(
                option("password"),
                "is not set, and a mailbox requires a login",
                "set it, oauth or token-supplier"));
  }

  /** Returns whether there are credentials. */
  boolean areThere(Properties session) {
    return account.password() != null || LoginCheck.hasOtherCredentials(session);
  }

  private static boolean isWithoutLogin(Properties session, String protocol) {
    return "false".equalsIgnoreCase(session.getProperty("mail." + protocol + ".auth"));
  }

  private String option(String key) {
    return option.apply(key);
  }
}
