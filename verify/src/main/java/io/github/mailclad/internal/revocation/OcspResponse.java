package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * An OCSP response as it was received (RFC 6960, section 4.2), with the rules of section 3.2 for
 * applying it to a certificate. Immutable.
 */
final class OcspResponse implements Statement {
  /**
   * The largest accepted response, in octets. A response has about 500 octets, with the responder's
   * certificate about 2000.
   */
  static final int LARGEST = 64 << 10;

  private static final int MOST_ANSWERS = 32;

  private static final List<String> STATUS =
      List.of(
          "successful",
          "malformedRequest",
          "internalError",
          "tryLater",
          "status 4",
          "sigRequired",
          "unauthorized");

  private final Responder responder;
  private final List<Single> answers;
  private final AnswerSource source;

  /** The answer about one certificate. */
  private record Single(
      CertID id, CertStatus status, UpdateTimes validity, List<String> critical) {}

  private OcspResponse(Responder responder, List<Single> answers, AnswerSource source) {
    this.responder = responder;
    this.answers = answers;
    this.source = source;
  }

  /**
   * Reads a response without verifying it.
   *
   * @param source the way in which it was received
   * @throws IOException if it is not a response with an answer; the message says why
   */
  static OcspResponse read(byte[] octets, AnswerSource source) throws IOException {
    if (octets.length > LARGEST) {
      throw new IOException("it has more than " + LARGEST + " octets");
    }
    try {
      OCSPResponse response = OCSPResponse.getInstance(StrictDer.read(octets, "it"));
      // Bouncy Castle's ASN.1 parser accepts any tag in place of the right one
      if (!Arrays.equals(response.getEncoded(ASN1Encoding.DER), octets)) {
        throw new IOException("it is malformed");
      }
      return successful(response, source);
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("it is malformed", e);
    }
  }

  private static OcspResponse successful(OCSPResponse response, AnswerSource source)
      throws IOException {
    int status = response.getResponseStatus().getIntValue();
    if (status != 0) {
      String name = status > 0 && status < STATUS.size() ? STATUS.get(status) : "" + status;
      throw new IOException("the responder says " + name);
    }
    ResponseBytes bytes = response.getResponseBytes();
    if (bytes == null
        || !bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
      throw new IOException("it is not a basic OCSP response");
    }
    ASN1Sequence basic =
        ASN1Sequence.getInstance(StrictDer.read(bytes.getResponse().getOctets(), "it"));
    ResponseData data = BasicOCSPResponse.getInstance(basic).getTbsResponseData();
    if (!data.getVersion().hasValue(0)) {
      throw new IOException("its version is not 1");
    }
    ASN1Sequence responses = data.getResponses();
    if (responses.size() > MOST_ANSWERS) {
      throw new IOException("it has more than " + MOST_ANSWERS + " answers");
    }
    List<String> critical = critical(data.getResponseExtensions());
    List<Single> answers = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      answers.add(single(SingleResponse.getInstance(responses.getObjectAt(i)), critical));
    }
    return new OcspResponse(Responder.of(basic), List.copyOf(answers), source);
  }

  private static Single single(SingleResponse single, List<String> criticalOfAll)
      throws IOException {
    List<String> critical = new ArrayList<>(criticalOfAll);
    critical.addAll(critical(single.getSingleExtensions()));
    ASN1GeneralizedTime end = single.getNextUpdate();
    return new Single(
        single.getCertID(),
        single.getCertStatus(),
        new UpdateTimes(instant(single.getThisUpdate()), end == null ? null : instant(end)),
        List.copyOf(critical));
  }

  private static List<String> critical(@Nullable Extensions extensions) {
    List<String> critical = new ArrayList<>();
    if (extensions != null) {
      for (var oid : extensions.getCriticalExtensionOIDs()) {
        critical.add(oid.getId());
      }
    }
    return critical;
  }

  private static Instant instant(ASN1GeneralizedTime time) throws IOException {
    try {
      return time.getDate().toInstant();
    } catch (ParseException e) {
      throw new IOException("it has an invalid time", e);
    }
  }

  @Override
  public Optional<Instant> end() {
    return answers.stream()
        .flatMap(a -> Stream.ofNullable(a.validity().nextUpdate()))
        .min(Instant::compareTo);
  }

  /**
   * Returns the finding about a certificate at that instant. If there are several answers, a bad
   * one counts.
   *
   * @param now the instant at which it was received, or is judged
   */
  Optional<StatusFinding> about(PathCertificate subject, Instant now) {
    List<Single> concerned =
        answers.stream().filter(answer -> CertIds.names(answer.id(), subject)).toList();
    try {
      return concerned.isEmpty() ? Optional.empty() : Optional.of(worst(concerned, subject, now));
    } catch (IOException e) {
      return Optional.of(unusable(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return Optional.of(unusable("it is malformed"));
    }
  }

  @Override
  public Optional<StatusFinding> about(PathCertificate subject, KnownSigners signers, Instant now) {
    return about(subject, now);
  }

  private StatusFinding worst(List<Single> concerned, PathCertificate subject, Instant now)
      throws IOException {
    responder.checkAuthorised(subject.issuer(), now);
    StatusFinding found = finding(concerned.get(0), now);
    for (Single answer : concerned.subList(1, concerned.size())) {
      if (found instanceof StatusFinding.RevokedSince) {
        return found;
      }
      StatusFinding next = finding(answer, now);
      // contradictory answers of an authority prove nothing, except that it revoked
      if (found.isAnswer() || next instanceof StatusFinding.RevokedSince) {
        found = next;
      }
    }
    return found;
  }

  private StatusFinding finding(Single answer, Instant now) throws IOException {
    if (!answer.critical().isEmpty()) {
      return unusable("it has the unknown critical extension " + answer.critical().get(0));
    }
    Optional<String> defect = answer.validity().defectAt(now);
    return switch (answer.status().getTagNo()) {
      case 0 ->
          defect
              .<StatusFinding>map(this::unusable)
              .orElseGet(
                  () ->
                      new StatusFinding.NotRevoked(
                          new RevocationEvidence.Good(
                              source,
                              answer.validity().thisUpdate(),
                              answer.validity().nextUpdate())));
      case 1 -> {
        RevokedInfo revoked = RevokedInfo.getInstance(answer.status().getStatus());
        RevocationReason reason =
            revoked.getRevocationReason() == null
                ? RevocationReason.UNSPECIFIED
                : RevocationReason.of(revoked.getRevocationReason().getValue());
        yield reason == RevocationReason.CERTIFICATE_HOLD && defect.isPresent()
            ? unusable(defect.get())
            : new StatusFinding.RevokedSince(
                instant(revoked.getRevocationTime()), reason, "the " + source);
      }
      default -> unusable("the responder does not know the certificate");
    };
  }

  private StatusFinding unusable(String defect) {
    return new StatusFinding.UnusableSource(source, defect);
  }
}
