package io.github.mailclad.doctor;

import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of each command that verifies servers itself. */
final class TrustOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--anchors",
      paramLabel = "FILE",
      description = "trust anchors as PEM, in place of the platform's")
  private @Nullable Path file;

  /** Returns whether the anchors are named. */
  boolean areNamed() {
    return file != null;
  }

  /** Returns the anchors of the file, or of the platform. */
  PeerVerifier.Trusting anchors() {
    Path named = file;
    if (named == null) {
      return PeerVerifier.trusting(platformAnchors(), "the platform's trust anchors");
    }
    try (InputStream in = Files.newInputStream(named)) {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      return PeerVerifier.trusting(read, "the trust anchors in " + named);
    } catch (CertificateException e) {
      throw wrong("no certificates in " + named);
    } catch (IOException e) {
      throw wrong("cannot read " + named + ": " + e.getMessage());
    }
  }

  private static Collection<X509Certificate> platformAnchors() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform has no trust anchors", e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
