package io.github.mailclad.refusal;

import io.github.mailclad.dns.TlsaRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The TLSA records of the server do not authenticate it (RFC 6698, RFC 7671). */
public sealed interface DaneRefusal extends CertificateRefusal {

  /**
   * The server's Secure TLSA records do not authenticate the certificates that it presented;
   * nothing else is evaluated then (RFC 6698, section 4.1).
   *
   * @param name the name of the records
   * @param published the usable records
   * @param presented records that the presented certificates would match: DANE-EE for the
   *     end-entity, DANE-TA for the others
   * @param despite the reason why a certificate that a record names was not accepted; null if there
   *     is no such certificate
   */
  record DaneMismatch(
      PeerText name,
      List<TlsaRecord> published,
      List<TlsaRecord> presented,
      @Nullable Refusal despite)
      implements DaneRefusal {
    public DaneMismatch {
      published = List.copyOf(published);
      presented = List.copyOf(presented);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "dane-mismatch",
          despite == null
              ? "none of the server's TLSA records matches the certificates that it presented"
              : "a TLSA record matches, but that is not enough: " + despite.summary(),
          compare(),
          "ask the operator to publish TLSA records that match the certificate (RFC 7671, section 8), for example one of the presented records");
    }

    private List<String> compare() {
      List<String> lines = new ArrayList<>();
      lines.add("published: " + name + " TLSA " + shown(published));
      lines.add("presented: TLSA " + shown(presented));
      if (despite != null) {
        lines.addAll(despite.details());
      }
      return lines;
    }

    private static String shown(List<TlsaRecord> records) {
      return RefusalText.someOf(records.stream().map(r -> PeerText.of(r.toString())).toList());
    }
  }

  /**
   * DANE is required, and none of the server's Secure TLSA records can be used (RFC 7671, section
   * 10.3).
   *
   * @param name the name of the records
   * @param reasons the reason for each record
   */
  record DaneUnusable(PeerText name, List<PeerText> reasons) implements DaneRefusal {
    public DaneUnusable {
      reasons = List.copyOf(reasons);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "dane-unusable",
          "none of the server's TLSA records can be used, and DANE is required",
          List.of("published: " + name + " TLSA " + RefusalText.someOf(reasons)),
          "ask the operator for records such as 3 1 1 or 2 1 1, or set mail.<protocol>.security.dane=prefer");
    }
  }

  /**
   * DANE is required, and the server has no Secure TLSA records.
   *
   * @param name the name that was looked up
   * @param reason the known reason; empty for none
   */
  record DaneAbsent(PeerText name, PeerText reason) implements DaneRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "dane-absent",
          "the server has no TLSA record that DNSSEC secures, and DANE is required",
          List.of("looked up: " + name + (reason.isEmpty() ? "" : ": " + reason)),
          "ask the operator to sign the zone and to publish TLSA records, or set mail.<protocol>.security.dane=prefer");
    }
  }
}
