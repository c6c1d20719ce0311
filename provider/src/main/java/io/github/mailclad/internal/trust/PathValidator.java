package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.internal.trust.PathSearch.Path;
import io.github.mailclad.internal.trust.Work.TooMuch;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.PathRefusal.PathLength;
import io.github.mailclad.refusal.PathRefusal.TooMuchWork;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Certification path validation (RFC 5280, section 6): a bounded search for paths, our own rules
 * about keys, signatures, usages and names, and the platform's judgement of the path that they
 * leave over. Ends soon whatever a server presents. Immutable but for a memory of accepted chains,
 * and thread-safe.
 */
public final class PathValidator {
  /** How many authorities a path may have at most. */
  public static final int LONGEST_PATH = Work.LONGEST_PATH;

  private final Authorities known;
  private final int longestPath;
  private final String anchorsName;
  private final PathMemory memory = new PathMemory();

  /**
   * A validator for these anchors.
   *
   * @param anchors the trust anchors
   * @param intermediates certificates of authorities that a server need not present; not trusted
   * @param longestPath how many authorities there may be between server and anchor, self-issued
   *     ones not counted
   * @param anchorsName where the anchors come from, in words for people
   */
  public PathValidator(
      Collection<X509Certificate> anchors,
      Collection<X509Certificate> intermediates,
      int longestPath,
      String anchorsName) {
    this.known = new Authorities(anchors, intermediates);
    this.longestPath = longestPath;
    this.anchorsName = anchorsName;
  }

  /** A validator for these anchors, without intermediates or a limit of the account's. */
  public PathValidator(Collection<X509Certificate> anchors, String anchorsName) {
    this(anchors, List.of(), LONGEST_PATH, anchorsName);
  }

  /** A path, or why there is none. */
  public sealed interface Result {
    /**
     * A valid path.
     *
     * @param evidence the path and its anchor
     * @param constrained the kinds of names that some authority of the path may vouch for only
     *     within permitted subtrees
     */
    record Valid(TrustEvidence.Pkix evidence, Set<NameKind> constrained) implements Result {
      /** Copies the set. */
      public Valid {
        constrained = Set.copyOf(constrained);
      }

      /** A path without name constraints. */
      public Valid(TrustEvidence.Pkix evidence) {
        this(evidence, Set.of());
      }
    }

    /**
     * A path that would be valid if its end-entity were not the certificate of an authority.
     *
     * @param evidence the path and its anchor
     * @param refusal says so
     */
    record AuthorityAsServer(TrustEvidence.Pkix evidence, Refusal refusal) implements Result {}

    /** No valid path. */
    record Invalid(Refusal refusal) implements Result {}
  }

  /**
   * Validates a chain as a server presents it: the end-entity first, the others in any order, extra
   * ones allowed.
   *
   * @param chain at least the end-entity
   * @param now the instant at which all must be valid; parts of a second do not count
   */
  public Result validate(List<X509Certificate> chain, Instant now) {
    return validate(chain, now, new Work());
  }

  /**
   * Validates the path of a key that signs revocation lists (RFC 5280, section 6.3.3 (f)).
   *
   * @param chain the certificate of the key first, the others in any order
   * @param now the instant at which all must be valid
   */
  public Result validateCrlSigner(List<X509Certificate> chain, Instant now) {
    return bounded(
        chain,
        presented ->
            new Validation(presented, now.truncatedTo(ChronoUnit.SECONDS), new Work())
                .ofCrlSigner());
  }

  /** The same as of a server, telling what it cost. */
  Result validate(List<X509Certificate> chain, Instant now, Work work) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return bounded(
        chain,
        presented -> {
          Optional<Result.Valid> remembered = memory.find(presented, second);
          if (remembered.isPresent()) {
            return remembered.get();
          }
          Result result = new Validation(presented, second, work).ofServer();
          if (result instanceof Result.Valid valid) {
            memory.keep(presented, valid);
          }
          return result;
        });
  }

  /** Work that is counted. */
  private interface Bounded {
    Result on(List<X509Certificate> presented) throws TooMuch;
  }

  private static Result bounded(List<X509Certificate> chain, Bounded validation) {
    try {
      return validation.on(ReadableChain.of(chain).certificates());
    } catch (TooMuch e) {
      return new Result.Invalid(new TooMuchWork(e.what()));
    } catch (CertificateException unreadable) {
      return new Result.Invalid(
          new InvalidCertificate(
              CertificateSummary.ofServer(chain.get(0)),
              "a certificate cannot be read: " + unreadable.getMessage()));
    }
  }

  /** One validation. */
  private final class Validation {
    private final List<X509Certificate> presented;
    private final Instant now;
    private final Work work;
    private final Validity validity;
    private final CertificateRules rules;

    private Validation(List<X509Certificate> presented, Instant now, Work work) {
      this.presented = presented;
      this.now = now;
      this.work = work;
      this.validity = new Validity(now, presented);
      this.rules = new CertificateRules(validity);
    }

    private Result ofServer() throws TooMuch {
      X509Certificate leaf = presented.get(0);
      if (known.isAnchor(leaf)) {
        return alone(leaf, rules.trustedEndEntity(leaf));
      }
      Result result = through(rules.endEntity(leaf));
      Optional<Refusal> authority = rules.authorityAsServer(leaf);
      return result instanceof Result.Valid valid && authority.isPresent()
          ? new Result.AuthorityAsServer(valid.evidence(), authority.get())
          : result;
    }

    private Result ofCrlSigner() throws TooMuch {
      X509Certificate signer = presented.get(0);
      // the signature of an anchor on itself proves nothing, and is judged all the same
      Optional<Refusal> defect = rules.crlSigner(signer);
      return known.isAnchor(signer) ? alone(signer, defect) : through(defect);
    }

    /** The result for a path, unless the end-entity alone has a defect. */
    private Result through(Optional<Refusal> defect) throws TooMuch {
      if (defect.isPresent()) {
        return new Result.Invalid(defect.get());
      }
      PathSearch search = new PathSearch(presented, known, validity, work);
      Sound sound = new Sound();
      Optional<Path> found;
      try {
        found = search.find(sound);
      } catch (TooMuch tooMuch) {
        if (sound.firstObjection.isEmpty()) {
          throw tooMuch;
        }
        found = Optional.empty();
      }
      if (found.isPresent()) {
        Path path = found.get();
        return new Result.Valid(
            new TrustEvidence.Pkix(path.certificates(), path.anchor().certificate()),
            sound.permittedKinds);
      }
      return new Result.Invalid(
          sound.firstObjection.isPresent() ? sound.firstObjection.get() : explained(search));
    }

    private static Result alone(X509Certificate leaf, Optional<Refusal> defect) {
      return defect
          .<Result>map(Result.Invalid::new)
          .orElseGet(() -> new Result.Valid(new TrustEvidence.Pkix(List.of(leaf), leaf)));
    }

    /** The defect of a path that would be there if its certificates were sound, or that none is. */
    private Refusal explained(PathSearch search) throws TooMuch {
      Unsound unsound = new Unsound();
      search.find(unsound);
      return unsound.firstObjection.orElseGet(
          () ->
              new Untrusted(
                      search.longest(), search.brokenSignature(), known.anchors(), anchorsName)
                  .refusal());
    }

    /** What is wrong with an authority above a path. */
    private Optional<Refusal> defect(List<X509Certificate> below, Authority issuer) {
      X509Certificate certificate = issuer.certificate();
      int position = below.size();
      return (issuer.isAnchor()
              ? rules.anchor(certificate, position)
              : rules.intermediate(certificate, position))
          .or(() -> pathLength(below, issuer));
    }

    private Optional<Refusal> pathLength(List<X509Certificate> below, Authority issuer) {
      X509Certificate certificate = issuer.certificate();
      int between = authorities(below.subList(1, below.size()));
      int allowed = certificate.getVersion() == 1 ? between : certificate.getBasicConstraints();
      if (between > allowed) {
        return Optional.of(
            new PathLength(
                CertificateSummary.of(certificate, below.size()), allowed, "one of them"));
      }
      return between > longestPath
          ? Optional.of(
              new PathLength(
                  CertificateSummary.ofServer(below.get(0)), longestPath, "this account"))
          : Optional.empty();
    }

    private static int authorities(List<X509Certificate> certificates) {
      return (int) certificates.stream().filter(c -> !ConstrainedPath.isSelfIssued(c)).count();
    }

    /** A path of which every rule holds. */
    private final class Sound implements PathSearch.Aim {
      private Optional<Refusal> firstObjection = Optional.empty();
      private Set<NameKind> permittedKinds = Set.of();

      @Override
      public Optional<Refusal> objection(List<X509Certificate> below, Authority issuer) {
        return defect(below, issuer);
      }

      @Override
      public Optional<Refusal> objection(Path path) throws TooMuch {
        ConstrainedPath names = new ConstrainedPath(path.whole());
        Optional<Refusal> found = names.violation(work);
        if (found.isEmpty()) {
          TrustAnchor anchor = Objects.requireNonNull(path.anchor().anchor());
          found = PlatformJudge.refusal(path.certificates(), anchor, names, now);
        }
        permittedKinds = names.permittedKinds();
        firstObjection = firstObjection.isPresent() ? firstObjection : found;
        return found;
      }
    }

    /** A path whatever its certificates are, to say what is wrong with it; never accepted. */
    private final class Unsound implements PathSearch.Aim {
      private Optional<Refusal> firstObjection = Optional.empty();

      @Override
      public Optional<Refusal> objection(List<X509Certificate> below, Authority issuer) {
        return Optional.empty();
      }

      @Override
      public Optional<Refusal> objection(Path path) {
        List<X509Certificate> below = path.certificates();
        for (int i = 1; i < below.size() && firstObjection.isEmpty(); i++) {
          firstObjection = defect(below.subList(0, i), Authority.intermediate(below.get(i)));
        }
        firstObjection = firstObjection.or(() -> defect(below, path.anchor()));
        // the likeliest path comes first; its defect is told, and no other is looked for
        return Optional.empty();
      }
    }
  }
}
