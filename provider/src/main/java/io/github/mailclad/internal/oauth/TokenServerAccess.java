package io.github.mailclad.internal.oauth;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.https.HttpsClients;
import io.github.mailclad.internal.https.TcpConnector;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.PeerText;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way in which one account reaches and verifies its token server.
 *
 * @param clients creates the HTTPS client of each request
 * @param policy the policy under which the token server is verified
 * @param way opens TCP connections
 * @param news receives texts for people, without secrets
 */
public record TokenServerAccess(
    HttpsClients clients, SecurityPolicy policy, TcpConnector way, Consumer<String> news) {
  private static final int LARGEST_ANSWER = 1 << 20;

  /** Returns the way of an account, whose own anchors come before those of its policy. */
  public static TokenServerAccess of(
      HttpsClients clients,
      OAuthRules rules,
      SecurityPolicy policy,
      TcpConnector way,
      Consumer<String> news) {
    AnchorSource own = rules.anchors();
    return new TokenServerAccess(
        clients, own == null ? policy : policy.toBuilder().anchors(own).build(), way, news);
  }

  /**
   * Uses a client for one request; refuses if there are no trust anchors, or if the OAuth library
   * is missing.
   */
  <T> Outcome<T> request(
      OAuthRules rules, Clock clock, Function<TokenClient, Outcome<T>> exchange) {
    try {
      return clients
          .client(policy, way, rules.timeout(), LARGEST_ANSWER)
          .then(https -> exchange.apply(new TokenClient(rules, https, clock.instant())));
    } catch (LinkageError e) {
      return Outcome.refused(withoutLibrary(e));
    }
  }

  /** Returns the refusal of a request without the OAuth library. */
  static TokenRequestImpossible withoutLibrary(LinkageError e) {
    return new TokenRequestImpossible(
        PeerText.of("the OAuth library is missing or of another version (" + e + ")"),
        /* setting= */ null);
  }
}
