package io.github.mailclad.internal.dns;

import io.github.mailclad.internal.text.Ascii;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Converts objects of dnsjava to text. */
final class DnsText {
  private static final int MOST = 300;

  /** The extended DNS errors that say that validation failed (RFC 8914, section 4). */
  private static final Set<Integer> BOGUS =
      Set.of(
          ExtendedErrorCodeOption.DNSSEC_BOGUS,
          ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
          ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
          ExtendedErrorCodeOption.DNSKEY_MISSING,
          ExtendedErrorCodeOption.RRSIGS_MISSING,
          ExtendedErrorCodeOption.NO_ZONE_KEY_BIT_SET,
          ExtendedErrorCodeOption.NSEC_MISSING);

  private DnsText() {}

  /** Returns a name in lower case without a trailing dot; the root is a dot. */
  static String of(Name name) {
    return Ascii.lowerCase(name.toString(true));
  }

  static String of(Name owner, int type) {
    return of(owner) + " " + Type.string(type);
  }

  static String of(Throwable thrown) {
    String message = thrown.getMessage();
    return bounded(message == null ? thrown.getClass().getSimpleName() : message);
  }

  /**
   * Returns the names of the extended DNS errors of a message, each after a comma, without their
   * texts.
   */
  static String extendedErrors(Message message) {
    return errorCodes(message).stream()
        .map(code -> ", " + ExtendedErrorCodeOption.text(code))
        .collect(Collectors.joining());
  }

  static boolean saysBogus(Message message) {
    return errorCodes(message).stream().anyMatch(BOGUS::contains);
  }

  private static List<Integer> errorCodes(Message message) {
    OPTRecord opt = message.getOPT();
    return opt == null
        ? List.of()
        : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
            .filter(ExtendedErrorCodeOption.class::isInstance)
            .map(o -> ((ExtendedErrorCodeOption) o).getErrorCode())
            .distinct()
            .collect(Collectors.toList());
  }

  /** Returns the reason that dnsjava's validator gives for its verdict; empty for none. */
  static String validatorReason(Message validated) {
    return bounded(
        validated.getSection(Section.ADDITIONAL).stream()
            .filter(TXTRecord.class::isInstance)
            .filter(r -> r.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
            .map(r -> String.join("", ((TXTRecord) r).getStrings()))
            .collect(Collectors.joining(" ")));
  }

  private static String bounded(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return printable.length() <= MOST ? printable : printable.substring(0, MOST) + "...";
  }
}
