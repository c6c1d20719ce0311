package io.github.mailclad.internal.trust;

import io.github.mailclad.Refusal;
import io.github.mailclad.Refusal.InvalidCertificate;
import io.github.mailclad.Refusal.OutsideValidity;
import io.github.mailclad.Refusal.UntrustedIssuer;
import io.github.mailclad.TrustEvidence;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Certification path validation on the platform's path builder, with stricter rules for keys,
 * signatures and usages.
 */
public final class PathValidator {
  /** More certificates than any honest server sends; what JSSE itself accepts at most is 10. */
  private static final int MOST_CERTIFICATES = 16;

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private final Set<TrustAnchor> anchors;
  private final String anchorsName;

  /** A validator for these anchors; the name tells people where they come from. */
  public PathValidator(Collection<X509Certificate> anchors, String anchorsName) {
    this.anchors =
        anchors.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toUnmodifiableSet());
    this.anchorsName = anchorsName;
  }

  /** A path, or why there is none. */
  public sealed interface Result {
    /** A valid path. */
    record Valid(TrustEvidence.Pkix evidence) implements Result {}

    /** No valid path. */
    record Invalid(Refusal refusal) implements Result {}
  }

  /**
   * Validates a chain as a server presents it: the end-entity first, the others in any order, extra
   * ones allowed.
   *
   * @param chain at least the end-entity
   * @param now the instant at which all must be valid
   */
  public Result validate(List<X509Certificate> chain, Instant now) {
    X509Certificate leaf = chain.get(0);
    if (chain.size() > MOST_CERTIFICATES) {
      return invalid(leaf, "it came with " + (chain.size() - 1) + " further certificates");
    }
    Optional<Refusal> defect = endEntityDefect(leaf, now);
    if (defect.isPresent()) {
      return new Result.Invalid(defect.get());
    }
    try {
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult)
              CertPathBuilder.getInstance("PKIX").build(parameters(chain, now));
      List<X509Certificate> path =
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
      return new Result.Valid(
          new TrustEvidence.Pkix(
              path.isEmpty() ? List.of(leaf) : path, result.getTrustAnchor().getTrustedCert()));
    } catch (CertPathBuilderException e) {
      return new Result.Invalid(refusal(chain, now, e));
    } catch (GeneralSecurityException e) {
      return invalid(leaf, String.valueOf(e.getMessage()));
    }
  }

  private PKIXBuilderParameters parameters(List<X509Certificate> chain, Instant now)
      throws GeneralSecurityException {
    if (anchors.isEmpty()) {
      throw new InvalidAlgorithmParameterException("there is no trust anchor");
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.get(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    parameters.setDate(Date.from(now));
    parameters.setMaxPathLength(MOST_CERTIFICATES);
    // revocation has its own evaluation; the platform's would fetch from the network
    parameters.setRevocationEnabled(false);
    parameters.addCertPathChecker(new StrengthChecker());
    return parameters;
  }

  private static Optional<Refusal> endEntityDefect(X509Certificate leaf, Instant now) {
    if (now.isBefore(leaf.getNotBefore().toInstant())
        || now.isAfter(leaf.getNotAfter().toInstant())) {
      return Optional.of(outsideValidity(leaf, now));
    }
    if (leaf.getVersion() != 3) {
      return Optional.of(
          new InvalidCertificate(subject(leaf), "it is not an X.509 version 3 certificate"));
    }
    if (leaf.getBasicConstraints() >= 0) {
      return Optional.of(
          new InvalidCertificate(
              subject(leaf), "it is the certificate of an authority, not of a server"));
    }
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      if (usages != null && !usages.contains(SERVER_AUTH)) {
        return Optional.of(
            new InvalidCertificate(
                subject(leaf), "its extended key usage does not include serverAuth"));
      }
    } catch (CertificateParsingException e) {
      return Optional.of(
          new InvalidCertificate(subject(leaf), "its extended key usage is malformed"));
    }
    return StrengthChecker.weakness(leaf);
  }

  /**
   * Says in our words what the platform's path builder found; it reports the last path that it
   * tried.
   */
  private Refusal refusal(
      List<X509Certificate> chain, Instant now, CertPathBuilderException failure) {
    X509Certificate leaf = chain.get(0);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StrengthChecker.WeakException weak) {
        return weak.refusal();
      }
      if (t instanceof CertPathValidatorException invalid) {
        X509Certificate at = at(invalid, leaf);
        if (invalid.getReason() == BasicReason.EXPIRED
            || invalid.getReason() == BasicReason.NOT_YET_VALID) {
          return outsideValidity(at, now);
        }
        boolean pkixRule =
            invalid.getReason() instanceof PKIXReason reason
                && reason != PKIXReason.NO_TRUST_ANCHOR;
        if (pkixRule
            || invalid.getReason() == BasicReason.INVALID_SIGNATURE
            || invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
          return new InvalidCertificate(subject(at), String.valueOf(invalid.getMessage()));
        }
      }
    }
    // a builder that finds no path does not always tell what was wrong with the certificates that
    // it left out
    return chain.stream()
        .filter(c -> now.isAfter(c.getNotAfter().toInstant()))
        .findFirst()
        .<Refusal>map(expired -> outsideValidity(expired, now))
        .or(() -> chain.stream().flatMap(c -> StrengthChecker.weakness(c).stream()).findFirst())
        .orElseGet(() -> new UntrustedIssuer(subject(leaf), lastIssuer(chain), anchorsName));
  }

  private static X509Certificate at(CertPathValidatorException failure, X509Certificate otherwise) {
    return failure.getCertPath() != null
            && failure.getIndex() >= 0
            && failure.getCertPath().getCertificates().get(failure.getIndex())
                instanceof X509Certificate certificate
        ? certificate
        : otherwise;
  }

  /** Follows issuers from the end-entity as far as the presented certificates lead. */
  private static String lastIssuer(List<X509Certificate> chain) {
    X509Certificate last = chain.get(0);
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate current = last;
      Optional<X509Certificate> issuer =
          chain.stream()
              .filter(
                  c ->
                      !c.equals(current)
                          && c.getSubjectX500Principal().equals(current.getIssuerX500Principal()))
              .findFirst();
      if (issuer.isEmpty()) {
        break;
      }
      last = issuer.get();
    }
    return last.getIssuerX500Principal().getName();
  }

  private static Refusal outsideValidity(X509Certificate certificate, Instant now) {
    return new OutsideValidity(
        subject(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        now);
  }

  private static Result invalid(X509Certificate certificate, String rule) {
    return new Result.Invalid(new InvalidCertificate(subject(certificate), rule));
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
