package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.Source;
import io.github.mailclad.internal.revocation.Fetcher.CrlQuestion;
import io.github.mailclad.internal.revocation.Fetcher.OcspQuestion;
import io.github.mailclad.internal.revocation.Fetcher.Question;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
public final class Online {
  /**
   * The time for which a source that failed is not asked again; otherwise it would delay every
   * connection.
   */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** The longest time for which a statement is kept, also if it has no end or a later one. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(1);

  private final Fetcher fetcher;
  private final KeptStatements kept = new KeptStatements();

  /** Creates an instance without statements; nothing is fetched before the first request. */
  public Online(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * Returns the findings of OCSP responders about a certificate, in the order of the requests;
   * stops at the first that answers.
   */
  List<Finding> askOcsp(Certified subject, KnownSigners signers, Instant now, Budget budget) {
    try {
      byte[] request = request(subject);
      return ask(
          PointsOfAccess.ocsp(subject.certificate()).stream()
              .map(where -> (Question) new OcspQuestion(where, request))
              .toList(),
          Source.FETCHED_OCSP,
          new Asking(subject, signers, now, budget));
    } catch (IOException e) {
      return List.of(unusable(Source.FETCHED_OCSP, e));
    }
  }

  /**
   * Returns the findings of lists about a certificate, in the order of the requests; stops at the
   * first that answers.
   */
  List<Finding> askCrls(Certified subject, KnownSigners signers, Instant now, Budget budget) {
    try {
      return ask(
          PointsOfAccess.crls(subject.certificate()).stream()
              .map(where -> (Question) new CrlQuestion(where))
              .toList(),
          Source.FETCHED_CRL,
          new Asking(subject, signers, now, budget));
    } catch (IOException e) {
      return List.of(unusable(Source.FETCHED_CRL, e));
    }
  }

  private record Asking(Certified subject, KnownSigners signers, Instant now, Budget budget) {}

  private static byte[] request(Certified subject) throws IOException {
    DERSequence requests = new DERSequence(new Request(CertIds.of(subject), null));
    return new OCSPRequest(new TBSRequest(null, requests, (Extensions) null), null)
        .getEncoded(ASN1Encoding.DER);
  }

  private List<Finding> ask(List<Question> questions, Source source, Asking asking) {
    List<Finding> findings = new ArrayList<>();
    for (Question question : questions) {
      Finding finding;
      try {
        finding = answer(question, asking);
      } catch (IOException e) {
        finding = unusable(source, e);
      }
      findings.add(finding);
      if (isAnswer(finding)) {
        break;
      }
    }
    return findings;
  }

  private Finding answer(Question question, Asking asking) throws IOException {
    String name = question.name();
    Optional<Statement> known = kept.find(name, asking.now());
    if (known.isPresent()) {
      return known.get().about(asking.subject(), asking.signers(), asking.now());
    }
    Duration share = asking.budget().share();
    Instant soon = asking.now().plus(AFTER_FAILURE);
    try {
      byte[] octets = fetcher.fetch(question, share);
      Statement statement = read(question, octets);
      Finding finding = statement.about(asking.subject(), asking.signers(), asking.now());
      // an unusable response may come from an attacker on the network, and must not be kept long
      kept.keep(
          name, statement, isAnswer(finding) ? end(statement, asking.now()) : soon, octets.length);
      return finding;
    } catch (IOException e) {
      kept.keep(name, new Statement.Failure(String.valueOf(e.getMessage())), soon, 0);
      throw e;
    }
  }

  private static Statement read(Question question, byte[] octets) throws IOException {
    if (question instanceof OcspQuestion) {
      return new Statement.Ocsp(OcspResponse.read(octets, Source.FETCHED_OCSP));
    }
    List<X509CRL> lists = CrlLoader.read(octets);
    if (lists.size() != 1) {
      throw new IOException("it is not one certificate revocation list");
    }
    return new Statement.RevocationList(Crl.of(lists.get(0)));
  }

  private static Instant end(Statement statement, Instant now) {
    Instant latest = now.plus(LONGEST_KEPT);
    return statement.end().filter(latest::isAfter).orElse(latest);
  }

  private static boolean isAnswer(Finding finding) {
    return finding instanceof Finding.Good || finding instanceof Finding.Revoked;
  }

  private static Finding unusable(Source source, IOException why) {
    return new Finding.Unusable(source + ": " + why.getMessage());
  }
}
