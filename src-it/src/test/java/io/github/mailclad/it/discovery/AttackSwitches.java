package io.github.mailclad.it.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.https.HttpsResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The replacements of {@link AttackMutationIT}: bodies that Byte Buddy copies into the changed
 * methods, and methods that are called instead of others.
 */
@SuppressWarnings("UnusedVariable") // what they write becomes the changed method's result
public final class AttackSwitches {
  private AttackSwitches() {}

  /** In place of {@code Ascii.equalsIgnoringCase}. */
  public static boolean same(String one, String other) {
    return true;
  }

  /** In place of {@code DnssecStatus.isAnswer}. */
  public static boolean answered(DnssecStatus status) {
    return true;
  }

  /** In place of {@code Answer.isAbsence}. */
  public static boolean absent(Answer<?> answer) {
    return true;
  }

  /** In place of {@code List.contains}. */
  public static boolean known(List<?> list, Object element) {
    return true;
  }

  /** In place of {@code XMLStreamReader.next}: document types are overlooked. */
  public static int nextWithoutTypes(XMLStreamReader reader) throws XMLStreamException {
    int event = reader.next();
    return event == XMLStreamConstants.DTD ? reader.next() : event;
  }

  static final class WithoutTls {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Endpoint server) {
      server = new Endpoint(server.host(), 80, server.provenance());
    }
  }

  static final class AnyRedirect {
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Argument(0) URI where,
        @Advice.Argument(1) HttpsResponse response,
        @Advice.Thrown(readOnly = false) @Nullable Throwable refused,
        @Advice.Return(readOnly = false) URI next) {
      if (response.header("location").isPresent()) {
        next = where.resolve(response.header("location").get());
        refused = null;
      }
    }
  }

  static final class GuessedServers {
    @Advice.OnMethodEnter
    static void enter(
        @Advice.Argument(value = 0, readOnly = false) byte[] octets,
        @Advice.Argument(1) String domain) {
      if (!new String(octets, StandardCharsets.UTF_8).contains("<hostname>")) {
        octets =
            ("<clientConfig><incomingServer type='imap'><hostname>imap."
                    + domain
                    + "</hostname><port>993</port><socketType>SSL</socketType></incomingServer>"
                    + "<outgoingServer type='smtp'><hostname>smtp."
                    + domain
                    + "</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>"
                    + "</clientConfig>")
                .getBytes(StandardCharsets.UTF_8);
      }
    }
  }

  static final class Lowered {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Optional<Map<String, String>> properties) {
      Map<String, String> lowered = new TreeMap<>(properties.orElseThrow());
      lowered.remove("mail.imap.security.tls-start");
      lowered.put("mail.imap.security.minimum-level", "none");
      // without a minimum level, Angus asks the platform for the address
      lowered.put("mail.imap.host", "127.0.0.1");
      properties = Optional.of(lowered);
    }
  }

  static final class AnyTarget {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Optional<Approval> approval) {
      approval = Optional.of(Approval.SAME_DOMAIN);
    }
  }

  static final class DomainAbove {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 1, readOnly = false) String domain) {
      domain = domain.substring(domain.indexOf('.') + 1);
    }
  }
}
