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
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

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
      PKIXBuilderParameters parameters = parameters(chain, now);
      PKIXCertPathBuilderResult result;
      try {
        result = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      } catch (CertPathBuilderException e) {
        return new Result.Invalid(diagnosis(presentedPath(chain, now), now, parameters));
      }
      List<X509Certificate> path =
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
      return new Result.Valid(
          new TrustEvidence.Pkix(
              path.isEmpty() ? List.of(leaf) : path, result.getTrustAnchor().getTrustedCert()));
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
    if (isOutsideValidity(leaf, now)) {
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
   * Says in our words what is wrong. The platform's path builder tells only that there is no path,
   * so its validator is asked about the one that was presented; that can no longer accept anything.
   */
  private Refusal diagnosis(
      List<X509Certificate> path, Instant now, PKIXBuilderParameters parameters)
      throws GeneralSecurityException {
    X509Certificate leaf = path.get(0);
    X509Certificate last = path.get(path.size() - 1);
    Refusal untrusted =
        new UntrustedIssuer(subject(leaf), last.getIssuerX500Principal().getName(), anchorsName);
    try {
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException invalid) {
      X509Certificate at = at(invalid, leaf);
      if (invalid.getCause() instanceof StrengthChecker.WeakException weak) {
        return weak.refusal();
      }
      if (invalid.getReason() == BasicReason.EXPIRED
          || invalid.getReason() == BasicReason.NOT_YET_VALID) {
        return outsideValidity(at, now);
      }
      // a namesake of an anchor, with another key
      boolean strangerWithItsName =
          invalid.getReason() == BasicReason.INVALID_SIGNATURE && at.equals(last);
      return strangerWithItsName || invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR
          ? untrusted
          : new InvalidCertificate(subject(at), String.valueOf(invalid.getMessage()));
    }
    return untrusted;
  }

  /** Follows issuers by name from the end-entity as far as the presented certificates lead. */
  private List<X509Certificate> presentedPath(List<X509Certificate> chain, Instant now) {
    List<X509Certificate> path = new ArrayList<>(chain.subList(0, 1));
    while (path.size() <= chain.size()) {
      X500Principal issuer = path.get(path.size() - 1).getIssuerX500Principal();
      List<X509Certificate> candidates =
          chain.stream()
              .filter(c -> c.getSubjectX500Principal().equals(issuer) && !path.contains(c))
              .toList();
      boolean anchored =
          anchors.stream()
              .anyMatch(a -> a.getTrustedCert().getSubjectX500Principal().equals(issuer));
      if (anchored || candidates.isEmpty()) {
        break;
      }
      path.add(
          candidates.stream()
              .filter(c -> !isOutsideValidity(c, now))
              .findFirst()
              .orElse(candidates.get(0)));
    }
    return path;
  }

  private static X509Certificate at(CertPathValidatorException failure, X509Certificate otherwise) {
    return failure.getCertPath() != null
            && failure.getIndex() >= 0
            && failure.getCertPath().getCertificates().get(failure.getIndex())
                instanceof X509Certificate certificate
        ? certificate
        : otherwise;
  }

  private static boolean isOutsideValidity(X509Certificate certificate, Instant now) {
    return now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant());
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
