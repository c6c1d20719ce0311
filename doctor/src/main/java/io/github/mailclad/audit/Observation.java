package io.github.mailclad.audit;

import io.github.mailclad.audit.wire.ServerAnswer;
import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.TlsSession;
import io.github.mailclad.verify.PresentedChain;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one port at one address showed.
 *
 * @param endpoint the port
 * @param held the whole connection
 * @param answers the answers to ClientHellos; empty if TLS does not start there
 * @param extras the answers to further questions, by their check; absent if not asked
 * @param reuse the result of two further connections with TLS 1.2; null without TLS 1.2
 */
record Observation(
    AuditedEndpoint endpoint,
    Conversation held,
    Map<HelloProbe, ServerAnswer> answers,
    Map<Check, String> extras,
    @Nullable Reuse reuse) {

  /**
   * The treatment of a session of TLS 1.2.
   *
   * @param ticketLifetime the lifetime of the session ticket; null without a ticket
   * @param isResumed whether the second connection resumed the session of the first
   * @param renegotiation the answer to another handshake in the second connection
   */
  record Reuse(@Nullable Duration ticketLifetime, boolean isResumed, Renegotiation renegotiation) {}

  enum Renegotiation {
    ACCEPTED,
    REFUSED,
    UNCLEAR
  }

  Observation with(@Nullable Reuse seen) {
    return new Observation(endpoint, held, answers, extras, seen);
  }

  ServerAddress where() {
    return endpoint.where();
  }

  /** Returns whether something listens at the port. */
  boolean isOpen() {
    return held.stage() != Stage.TCP || held.isTurnedAway();
  }

  /** Returns whether TLS works, by the platform's TLS or by an agreement. */
  boolean hasTls() {
    return held.session() != null || answers.values().stream().anyMatch(Agreed.class::isInstance);
  }

  @Nullable Agreed agreed(HelloProbe probe) {
    ServerAnswer answer = answers.get(probe);
    return answer == null ? null : answer.agreed();
  }

  /** Returns the logins inside TLS. */
  Set<String> mechanisms() {
    return Mechanisms.in(endpoint.service().protocol(), held.capabilities());
  }

  /** Returns the different chains that the server has, for RSA and for ECDSA. */
  List<PresentedChain> chains() {
    Map<X509Certificate, PresentedChain> byServer = new LinkedHashMap<>();
    TlsSession session = held.session();
    // about the same time; the instant of the verdicts may be later
    Instant receivedAt = session == null ? null : session.chain().receivedAt();
    if (session != null && !session.chain().certificates().isEmpty()) {
      byServer.put(session.chain().certificates().get(0), session.chain());
    }
    Stream.of(
            HelloProbe.TLS_1_2_ECDSA,
            HelloProbe.TLS_1_2_RSA,
            HelloProbe.TLS_1_1,
            HelloProbe.TLS_1_0,
            HelloProbe.SSL_3)
        .map(this::agreed)
        .filter(agreed -> agreed != null && !agreed.chain().isEmpty())
        .forEach(
            agreed ->
                byServer.putIfAbsent(
                    agreed.chain().get(0),
                    new PresentedChain(agreed.chain(), agreed.ocspResponses(), receivedAt)));
    Collection<PresentedChain> all = byServer.values();
    return new ArrayList<>(all);
  }
}
