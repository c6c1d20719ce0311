package io.github.mailclad;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of the trust anchors of an account. */
public sealed interface AnchorSource {

  /**
   * The anchors of the platform: the file of {@code javax.net.ssl.trustStore} where the application
   * names one, else those that come with the Java runtime.
   */
  record PlatformAnchors() implements AnchorSource {
    /** Written out, because the generated method costs the first connection milliseconds. */
    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return "the platform's trust anchors";
    }
  }

  /**
   * The certificates at a location, and no others: PEM, DER, PKCS12 or JKS, recognised by the
   * content. A file is read again when it changes.
   *
   * @param location the location of the certificates
   * @param password the password of a PKCS12 or JKS file; null for none
   */
  record AnchorFile(Location location, @Nullable String password) implements AnchorSource {
    /** Creates the source of the certificates of a file. */
    public AnchorFile(Path file, @Nullable String password) {
      this(new Location.OfFile(file), password);
    }

    /** Written out, because the generated method costs the first connection milliseconds. */
    @Override
    public int hashCode() {
      return location.hashCode();
    }

    /** Returns the location, never the password. */
    @Override
    public String toString() {
      return "the trust anchors in " + location;
    }
  }

  /**
   * Certificates that are given directly, and no others.
   *
   * @param certificates at least one
   */
  record GivenAnchors(List<X509Certificate> certificates) implements AnchorSource {
    public GivenAnchors {
      certificates = List.copyOf(certificates);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("no trust anchor given");
      }
    }

    @Override
    public String toString() {
      return (certificates.size() == 1
              ? "1 given certificate"
              : certificates.size() + " given certificates")
          + " ("
          + CertificateSummary.subjectsOf(certificates)
          + ")";
    }
  }
}
