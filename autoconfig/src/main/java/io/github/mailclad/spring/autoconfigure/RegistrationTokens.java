package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.Endpoint;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.refusal.SettingProblem;
import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * The tokens of a client registration of Spring Security, which its manager gets and renews. Loaded
 * only if Spring Security's OAuth client is on the class path.
 *
 * @param registration the name of the registration
 * @param manager the manager, which works without a web request
 */
record RegistrationTokens(String registration, OAuth2AuthorizedClientManager manager)
    implements OAuthTokenSupplier {

  @Override
  public String token(String user, Endpoint endpoint) throws IOException {
    OAuth2AuthorizedClient client =
        manager.authorize(
            OAuth2AuthorizeRequest.withClientRegistrationId(registration).principal(user).build());
    if (client == null) {
      throw new IOException("the registration has no grant that works without a person");
    }
    return client.getAccessToken().getTokenValue();
  }

  /** Returns the problem of a registration that cannot be used; empty if it can. */
  static Optional<SettingProblem> problem(
      String registration, String property, ListableBeanFactory beans) {
    ClientRegistrationRepository known =
        beans.getBeanProvider(ClientRegistrationRepository.class).getIfUnique();
    if (known == null) {
      return Optional.of(
          new SettingProblem(
              property,
              "there is no single bean of type ClientRegistrationRepository",
              "set spring.security.oauth2.client.registration." + registration + ".client-id"));
    }
    return known.findByRegistrationId(registration) != null
        ? Optional.empty()
        : Optional.of(
            new SettingProblem(
                property,
                "there is no client registration \"%s\"".formatted(registration),
                "set it to the name of one below spring.security.oauth2.client.registration"));
  }

  /** Returns the tokens of a registration without a problem. */
  static OAuthTokenSupplier of(String registration, ListableBeanFactory beans) {
    OAuth2AuthorizedClientManager own =
        beans
            .getBeanProvider(AuthorizedClientServiceOAuth2AuthorizedClientManager.class)
            .getIfUnique();
    return new RegistrationTokens(registration, own == null ? manager(beans) : own);
  }

  private static OAuth2AuthorizedClientManager manager(ListableBeanFactory beans) {
    AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            beans.getBean(ClientRegistrationRepository.class),
            beans.getBean(OAuth2AuthorizedClientService.class));
    manager.setAuthorizedClientProvider(
        OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().refreshToken().build());
    return manager;
  }

  /** Returns the name of the registration, and never a token. */
  @Override
  public String toString() {
    return "client registration " + registration;
  }
}
