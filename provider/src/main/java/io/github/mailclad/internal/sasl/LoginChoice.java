package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.der.ClientPurpose;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.PeerText;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The login of one connection: the first allowed mechanism that the server offers and that can be
 * used, once. A later mechanism in the list is for servers that do not offer an earlier one, never
 * for a login that failed.
 */
public final class LoginChoice {
  private static final int NONCE_OCTETS = 18;

  private final @Nullable SaslExchange exchange;

  private LoginChoice(@Nullable SaslExchange exchange) {
    this.exchange = exchange;
  }

  /** Returns the SASL exchange; empty for the protocol's own command with user and password. */
  public Optional<SaslExchange> exchange() {
    return Optional.ofNullable(exchange);
  }

  /**
   * Chooses a login, or refuses.
   *
   * @param allowed the mechanisms that the account allows, the preferred one first
   * @param session the open TLS connection, to a verified server
   * @param exporter has the data of {@code tls-exporter} of that connection
   * @param memory the earlier logins of the session
   */
  public static Outcome<LoginChoice> of(
      List<AuthMechanism> allowed,
      Credentials credentials,
      LoginOffer offer,
      Endpoint endpoint,
      SSLSession session,
      Supplier<Optional<byte[]>> exporter,
      LoginMemory memory) {
    if (offer.isEmpty()) {
      return Outcome.refused(new LoginRefusal.AuthenticationNotOffered());
    }
    Optional<ChannelBinding> binding =
        mayRunScram(allowed, offer) ? ChannelBinding.of(exporter.get(), session) : Optional.empty();
    boolean certificateMissing = false;
    for (AuthMechanism mechanism : allowed) {
      if (!credentials.suffice(mechanism)) {
        continue;
      }
      if (mechanism == AuthMechanism.LOGIN
          && offer.command() == LoginOffer.PasswordCommand.OFFERED) {
        return Outcome.of(new LoginChoice(null));
      }
      if (!isOffered(mechanism, offer) || (mechanism.isBound() && binding.isEmpty())) {
        continue;
      }
      if (mechanism == AuthMechanism.EXTERNAL && session.getLocalCertificates() == null) {
        certificateMissing = true;
        continue;
      }
      Optional<Outcome<LoginChoice>> choice =
          exchange(mechanism, credentials, offer, endpoint, binding, memory, session);
      if (choice.isPresent()) {
        return choice.get();
      }
    }
    return Outcome.refused(
        certificateMissing
            ? new LoginRefusal.ClientCertificateNotSent()
            : new LoginRefusal.MechanismUnavailable(
                allowed.stream().map(m -> shown(m, credentials)).toList(),
                PeerText.listOf(shown(offer))));
  }

  private static boolean mayRunScram(List<AuthMechanism> allowed, LoginOffer offer) {
    for (AuthMechanism mechanism : allowed) {
      if (mechanism.isScram() && isOffered(mechanism, offer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOffered(AuthMechanism mechanism, LoginOffer offer) {
    return offer.mechanisms().contains(mechanism.saslName());
  }

  private static String shown(AuthMechanism mechanism, Credentials credentials) {
    return credentials.suffice(mechanism)
        ? mechanism.saslName()
        : mechanism.saslName() + " (needs a password, which is not set)";
  }

  private static List<String> shown(LoginOffer offer) {
    List<String> names = new ArrayList<>(offer.mechanisms());
    if (offer.command() == LoginOffer.PasswordCommand.OFFERED
        && !names.contains(AuthMechanism.LOGIN.saslName())) {
      names.add(AuthMechanism.LOGIN.saslName());
    }
    return names;
  }

  /** Returns the choice of a mechanism; empty if it cannot carry this user or password. */
  private static Optional<Outcome<LoginChoice>> exchange(
      AuthMechanism mechanism,
      Credentials credentials,
      LoginOffer offer,
      Endpoint endpoint,
      Optional<ChannelBinding> binding,
      LoginMemory memory,
      SSLSession session) {
    String user = credentials.user();
    String as = credentials.authorizationId();
    String password = credentials.password() == null ? "" : credentials.password();
    return switch (mechanism) {
      case SCRAM_SHA_512_PLUS, SCRAM_SHA_256_PLUS ->
          scram(mechanism, credentials, endpoint, binding, memory);
      // RFC 5802, section 6: "y" says that the server was not seen to offer a binding. If it was,
      // and the account does not allow -PLUS, only "n" is true
      case SCRAM_SHA_512, SCRAM_SHA_256 ->
          scram(
              mechanism,
              credentials,
              endpoint,
              binding.filter(unused -> !offersBinding(offer)),
              memory);
      case PLAIN -> Optional.of(sasl(FixedExchange.plain(as, user, password)));
      case LOGIN -> Optional.of(sasl(FixedExchange.login(user, password)));
      case EXTERNAL -> Optional.of(sasl(FixedExchange.external(as, missingPurpose(session))));
      case OAUTHBEARER, XOAUTH2 -> Optional.of(bearer(mechanism, credentials, endpoint));
    };
  }

  /** Returns the purpose that the client certificate of a session lacks; empty for none. */
  private static String missingPurpose(SSLSession session) {
    Certificate[] sent = session.getLocalCertificates();
    return sent != null && ClientPurpose.isMissingIn(sent[0]) ? "clientAuth" : "";
  }

  private static boolean offersBinding(LoginOffer offer) {
    return Arrays.stream(AuthMechanism.values())
        .anyMatch(mechanism -> mechanism.isBound() && isOffered(mechanism, offer));
  }

  private static Optional<Outcome<LoginChoice>> scram(
      AuthMechanism mechanism,
      Credentials credentials,
      Endpoint endpoint,
      Optional<ChannelBinding> binding,
      LoginMemory memory) {
    try {
      return Optional.of(
          sasl(
              new ScramExchange(
                  mechanism, credentials, binding.orElse(null), endpoint, memory, nonce(memory))));
    } catch (IllegalArgumentException e) {
      // SASLprep (RFC 4013) has no form of this user or password
      return Optional.empty();
    }
  }

  private static String nonce(LoginMemory memory) {
    byte[] octets = new byte[NONCE_OCTETS];
    memory.random().nextBytes(octets);
    return Base64.getEncoder().encodeToString(octets);
  }

  private static Outcome<LoginChoice> bearer(
      AuthMechanism mechanism, Credentials credentials, Endpoint endpoint) {
    String identity =
        credentials.authorizationId().isEmpty()
            ? credentials.user()
            : credentials.authorizationId();
    return credentials
        .token(endpoint)
        .map(
            token ->
                new LoginChoice(
                    mechanism == AuthMechanism.OAUTHBEARER
                        ? BearerExchange.oauthBearer(identity, token, endpoint)
                        : BearerExchange.xoauth2(credentials.user(), token)));
  }

  private static Outcome<LoginChoice> sasl(SaslExchange exchange) {
    return Outcome.of(new LoginChoice(exchange));
  }
}
