package io.github.mailclad.boot;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** The only authority that this JVM trusts by default. */
final class JvmTrust {
  static final Issued AUTHORITY = CertificateBuilder.root("Authority of the JVM");

  private static final String PASSWORD = "changeit";

  private JvmTrust() {}

  /** Makes it so; to be called before there is any TLS. */
  static void install() {
    try {
      Path file = Files.createTempFile("jvm-trust", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        AUTHORITY.keyStoreTrusting().store(out, PASSWORD.toCharArray());
      }
      System.setProperty("javax.net.ssl.trustStore", file.toString());
      System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
      System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust store for " + AUTHORITY.certificate(), e);
    }
  }
}
