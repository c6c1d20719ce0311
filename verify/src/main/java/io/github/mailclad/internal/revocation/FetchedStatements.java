package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.AnswerSource;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * Statements about revocation from the network, which are cached while they are valid. Shared by
 * all accounts; thread-safe.
 */
public final class FetchedStatements {
  /**
   * The time for which a source that failed is not asked again; otherwise it would delay every
   * connection.
   */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** The longest time for which a statement is kept, also if it has no end or a later one. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(1);

  private static final long LEAST_NANOS = 1_000_000;

  private final Fetcher fetcher;
  private final StatementCache kept = new StatementCache();

  /** Creates an instance without statements; nothing is fetched before the first request. */
  public FetchedStatements(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * Returns the findings of OCSP responders about a certificate, in the order of the requests;
   * stops at the first that answers.
   *
   * @param deadline the end of the time for all requests, by {@link System#nanoTime()}
   */
  List<StatusFinding> askOcsp(
      PathCertificate subject, KnownSigners signers, Instant now, long deadline) {
    try {
      byte[] request = ocspRequest(subject);
      return ask(
          StatusAddresses.ocsp(subject.certificate()).stream()
              .map(address -> FetchRequest.ocsp(address, request))
              .toList(),
          AnswerSource.FETCHED_OCSP,
          statement -> statement.about(subject, signers, now),
          now,
          deadline);
    } catch (IOException e) {
      return List.of(unusable(AnswerSource.FETCHED_OCSP, e));
    }
  }

  /**
   * Returns the findings of lists about a certificate, in the order of the requests; stops at the
   * first that answers.
   */
  List<StatusFinding> askCrls(
      PathCertificate subject, KnownSigners signers, Instant now, long deadline) {
    try {
      return ask(
          StatusAddresses.crls(subject.certificate()).stream().map(FetchRequest::crl).toList(),
          AnswerSource.FETCHED_CRL,
          statement -> statement.about(subject, signers, now),
          now,
          deadline);
    } catch (IOException e) {
      return List.of(unusable(AnswerSource.FETCHED_CRL, e));
    }
  }

  private static byte[] ocspRequest(PathCertificate subject) throws IOException {
    DERSequence requests = new DERSequence(new Request(CertIds.of(subject), null));
    return new OCSPRequest(new TBSRequest(null, requests, (Extensions) null), null)
        .getEncoded(ASN1Encoding.DER);
  }

  private List<StatusFinding> ask(
      List<FetchRequest> requests,
      AnswerSource source,
      Function<Statement, Optional<StatusFinding>> finding,
      Instant now,
      long deadline) {
    List<StatusFinding> findings = new ArrayList<>();
    for (FetchRequest request : requests) {
      Optional<StatusFinding> found;
      try {
        Optional<Statement> known = kept.find(request.name(), now);
        found =
            known.isPresent()
                ? finding.apply(known.get())
                : fetched(request, source, finding, now, share(deadline));
      } catch (IOException e) {
        found = Optional.of(unusable(source, e));
      }
      found.ifPresent(findings::add);
      if (found.filter(StatusFinding::isAnswer).isPresent()) {
        break;
      }
    }
    return findings;
  }

  private Optional<StatusFinding> fetched(
      FetchRequest request,
      AnswerSource source,
      Function<Statement, Optional<StatusFinding>> finding,
      Instant now,
      Duration limit) {
    Statement statement;
    int size = 0;
    try {
      byte[] octets = fetcher.fetch(request, limit);
      statement = read(octets, source);
      size = octets.length;
    } catch (IOException e) {
      statement = new Statement.FailedFetch(source, String.valueOf(e.getMessage()));
    }
    Optional<StatusFinding> found = finding.apply(statement);
    // an unusable response may come from an attacker on the network, and must not be kept long
    Instant end =
        found.filter(StatusFinding::isAnswer).isPresent()
            ? end(statement, now)
            : now.plus(AFTER_FAILURE);
    kept.keep(request.name(), statement, end, size);
    return found;
  }

  /**
   * Returns half of the time until the deadline, so that a slow source leaves time for the next
   * one.
   *
   * @throws IOException if no time is left
   */
  private static Duration share(long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= LEAST_NANOS) {
      throw new IOException("no time is left to fetch it");
    }
    return Duration.ofNanos(left / 2);
  }

  private static Statement read(byte[] octets, AnswerSource source) throws IOException {
    if (source == AnswerSource.FETCHED_OCSP) {
      return OcspResponse.read(octets, source);
    }
    List<X509CRL> lists = CrlLoader.read(octets);
    if (lists.size() != 1) {
      throw new IOException("it is not one certificate revocation list");
    }
    return Crl.of(lists.get(0), source);
  }

  private static Instant end(Statement statement, Instant now) {
    Instant latest = now.plus(LONGEST_KEPT);
    return statement.end().filter(latest::isAfter).orElse(latest);
  }

  private static StatusFinding unusable(AnswerSource source, IOException e) {
    return new StatusFinding.UnusableSource(source, String.valueOf(e.getMessage()));
  }
}
