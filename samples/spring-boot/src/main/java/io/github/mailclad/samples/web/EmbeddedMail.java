package io.github.mailclad.samples.web;

import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedProviders;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The providers on loopback that the sample runs on. A real application has none of this: it asks
 * the DNS servers of its machine, and trusts the authorities that its JVM trusts.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedMail {
  @Bean
  EmbeddedProviders providers() {
    return new EmbeddedProviders(EmbeddedProvider.values());
  }

  @Bean
  SecureResolver resolver(EmbeddedProviders providers) {
    return providers.zones();
  }

  /**
   * Returns the bundle that {@code mailclad.ssl.bundle} names: only the providers' authorities
   * count.
   */
  @Bean
  SslBundleRegistrar embeddedAuthorities(EmbeddedProviders providers) {
    return bundles ->
        bundles.registerBundle(
            "embedded",
            SslBundle.of(
                SslStoreBundle.of(
                    /* keyStore= */ null,
                    /* keyStorePassword= */ null,
                    trustStore(providers.authorities()))));
  }

  private static KeyStore trustStore(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(/* stream= */ null, /* password= */ null);
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a new key store takes certificates", e);
    }
  }

  @Bean
  Clock clock() {
    return Clock.system(ZoneId.systemDefault());
  }
}
