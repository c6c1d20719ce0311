package io.github.mailclad;

import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The evidence by which a server was accepted. */
public sealed interface TrustEvidence {

  /** Returns the highest level that a connection can reach by this evidence. */
  ConfidentialityLevel level();

  /** Returns the server's own certificate. */
  X509Certificate certificate();

  /**
   * A certification path to a trust anchor (RFC 5280, section 6).
   *
   * @param path the certificates from the end-entity up to, without, the anchor
   * @param anchor the trust anchor's certificate
   * @param revocation the results of the revocation check
   * @param dane the finding about TLSA records, which did not decide
   */
  record Pkix(
      List<X509Certificate> path,
      X509Certificate anchor,
      RevocationEvidence revocation,
      DaneFinding dane)
      implements TrustEvidence {
    public Pkix {
      path = List.copyOf(path);
    }

    /**
     * Creates the evidence of a path for which neither revocation nor TLSA records were checked.
     */
    public Pkix(List<X509Certificate> path, X509Certificate anchor) {
      this(path, anchor, new RevocationEvidence(List.of()), new DaneFinding.NotAsked());
    }

    /** Returns the same path with these results of the revocation check. */
    public Pkix with(RevocationEvidence learned) {
      return new Pkix(path, anchor, learned, dane);
    }

    /** Returns the same path with this finding about TLSA records. */
    public Pkix beside(DaneFinding finding) {
      return new Pkix(path, anchor, revocation, finding);
    }

    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.AUTHENTICATED;
    }

    @Override
    public X509Certificate certificate() {
      return path.get(0);
    }

    @Override
    public String toString() {
      List<MlDsa> postQuantum = MlDsa.in(Stream.concat(path.stream(), Stream.of(anchor)));
      return "PKIX: "
          + anchor.getSubjectX500Principal().getName()
          + (postQuantum.isEmpty()
              ? ""
              : " with "
                  + postQuantum.stream().map(MlDsa::toString).collect(Collectors.joining(", ")))
          + (dane instanceof DaneFinding.NotAsked ? "" : "; DANE: " + dane);
    }
  }

  /**
   * A Secure TLSA record that the server matches (RFC 6698, section 2.1.1; RFC 7671, section 5).
   *
   * @param name the name of the record, for example {@code _993._tcp.imap.example.org}
   * @param matched the record
   * @param path the certificates from the end-entity up to, without, the anchor; for DANE-EE the
   *     end-entity alone, since no other certificate was examined
   * @param anchor the certificate of the authority that the record names, for PKIX-EE the client's
   *     trust anchor; null for DANE-EE, and for a DANE-TA record that holds a key whose certificate
   *     was not presented
   * @param revocation the results of the revocation check; empty for DANE-TA and DANE-EE, where
   *     revocation is not checked
   */
  record Dane(
      String name,
      TlsaRecord matched,
      List<X509Certificate> path,
      @Nullable X509Certificate anchor,
      RevocationEvidence revocation)
      implements TrustEvidence {
    public Dane {
      path = List.copyOf(path);
    }

    /** Returns the certificate usage of the record. */
    public TlsaUsage usage() {
      return TlsaUsage.of(matched.usage()).orElseThrow();
    }

    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.AUTHENTICATED;
    }

    @Override
    public X509Certificate certificate() {
      return path.get(0);
    }

    @Override
    public String toString() {
      return usage() + ": " + Escaped.text(name) + " " + Escaped.text(matched.toString());
    }
  }

  /**
   * The account's pin alone: this very certificate was accepted for the account before (RFC 8314,
   * section 5.4).
   *
   * @param certificate the end-entity certificate
   * @param insteadOf the refusal that the pin overrides
   */
  record AcceptedCertificate(X509Certificate certificate, Refusal insteadOf)
      implements TrustEvidence {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.ENCRYPTED;
    }

    @Override
    public String toString() {
      return "account pin, although " + insteadOf.summary() + " [" + insteadOf.code() + "]";
    }
  }

  /**
   * The finding about the TLSA records of a server that was accepted on other evidence. It never
   * adds a level.
   */
  sealed interface DaneFinding {

    /** The records were not evaluated: there was no answer, or the policy's mode is off. */
    record NotAsked() implements DaneFinding {
      @Override
      public String toString() {
        return "not asked";
      }
    }

    /**
     * There are no usable records: no Secure ones, or none that can be used (RFC 6698, section
     * 4.1). Records that are not Secure count as none.
     *
     * @param answer the answer
     * @param unusable the reason for each Secure record; empty if there is none
     */
    record NoUsableRecords(TlsaAnswer answer, List<String> unusable) implements DaneFinding {
      public NoUsableRecords {
        unusable = List.copyOf(unusable);
      }

      @Override
      public String toString() {
        return unusable.isEmpty()
            ? "no Secure record of "
                + Escaped.text(answer.name())
                + (answer.reason().isEmpty() ? "" : ": " + Escaped.text(answer.reason()))
            : "no usable record of " + Escaped.text(answer.name());
      }
    }

    /**
     * The mode is audit-only, so the records did not decide.
     *
     * @param verdict the evidence or the refusal that they would have led to
     */
    record Audited(Outcome<TrustEvidence.Dane> verdict) implements DaneFinding {
      @Override
      public String toString() {
        return verdict
            .refusal()
            .map(refusal -> "would refuse: " + refusal.summary() + " [" + refusal.code() + "]")
            .orElseGet(() -> "would authenticate by " + verdict.get());
      }
    }
  }
}
