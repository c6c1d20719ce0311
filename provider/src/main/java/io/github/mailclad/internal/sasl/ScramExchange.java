package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677). The server has to prove that it knows
 * the password too; otherwise the login is refused, even if the server reports success. The number
 * of iterations is bounded. With too few, a password is cheap to guess from a recorded exchange;
 * too many keep the client busy.
 */
final class ScramExchange implements SaslExchange {
  /** The minimum of iterations (RFC 7677, section 4). */
  static final int FEWEST_ITERATIONS = 4096;

  /** The maximum of iterations, about a second of work. */
  static final int MOST_ITERATIONS = 1_000_000;

  /** The errors of RFC 5802, section 7, that a machine between client and server causes. */
  private static final Set<String> BINDING_ERRORS =
      Set.of(
          "channel-bindings-dont-match",
          "server-does-support-channel-binding",
          "channel-binding-not-supported",
          "unsupported-channel-binding-type");

  private final AuthMechanism mechanism;
  private final ScramClient client;
  private final byte[] clientFirst;
  private ServerProof proof = ServerProof.NONE;
  private int challenges;
  private @Nullable Refusal afterFailure;

  /** The state of the proof that the server knows the password. */
  private enum ServerProof {
    NONE,
    VALID,
    ERROR
  }

  /**
   * Creates an exchange.
   *
   * @param mechanism the mechanism; with -PLUS, the binding is used and the flag is {@code p}
   * @param binding the channel binding that this client could use. Without -PLUS, the flag is
   *     {@code y} if there is one, and {@code n} if it is null
   * @throws IllegalArgumentException if user or password cannot be prepared (RFC 4013)
   */
  ScramExchange(
      AuthMechanism mechanism,
      String authorizationId,
      String user,
      String password,
      @Nullable ChannelBinding binding) {
    this.mechanism = mechanism;
    ScramClient.FinalBuildStage builder =
        ScramClient.builder()
            .advertisedMechanisms(List.of(mechanism.saslName()))
            .username(user)
            .password(password.toCharArray());
    if (binding != null) {
      builder = builder.channelBinding(binding.type(), binding.data());
    }
    if (!authorizationId.isEmpty()) {
      builder = builder.authzid(authorizationId);
    }
    // prepares both here: a later failure would look as if the server had caused it
    StringPreparation.SASL_PREPARATION.normalize(password.toCharArray());
    this.client = builder.build();
    this.clientFirst = client.clientFirstMessage().toString().getBytes(UTF_8);
  }

  @Override
  public AuthMechanism mechanism() {
    return mechanism;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(clientFirst.clone());
  }

  @Override
  public Outcome<byte[]> answer(byte[] challenge) {
    challenges++;
    String message = new String(challenge, UTF_8);
    try {
      return switch (challenges) {
        case 1 -> message.startsWith("e=") ? error(message.substring(2)) : clientFinal(message);
        case 2 -> proof == ServerProof.NONE ? verify(message) : tooMany();
        default -> tooMany();
      };
    } catch (ScramInvalidServerSignatureException e) {
      return violation("its signature is wrong, so it does not know the password");
    } catch (ScramServerErrorException e) {
      return error(e.getServerError());
    } catch (ScramException | RuntimeException e) {
      // the library reports a message that it cannot parse in both ways
      return violation("its message has the wrong syntax");
    }
  }

  private Outcome<byte[]> clientFinal(String serverFirst) throws ScramException {
    int iterations = client.serverFirstMessage(serverFirst).getIterationCount();
    if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
      return violation(
          "it asks for %d iterations, and Mailclad accepts %d to %d"
              .formatted(iterations, FEWEST_ITERATIONS, MOST_ITERATIONS));
    }
    return Outcome.of(client.clientFinalMessage().toString().getBytes(UTF_8));
  }

  private Outcome<byte[]> verify(String serverFinal) throws ScramException {
    if (serverFinal.startsWith("e=")) {
      return error(serverFinal.substring(2));
    }
    client.serverFinalMessage(serverFinal);
    proof = ServerProof.VALID;
    return Outcome.of(new byte[0]);
  }

  private Outcome<byte[]> error(String error) {
    proof = ServerProof.ERROR;
    if (BINDING_ERRORS.contains(error)) {
      afterFailure = new LoginRefusal.ChannelBindingRefused(mechanism, PeerText.of(error));
    }
    return Outcome.of(new byte[0]);
  }

  private Outcome<byte[]> tooMany() {
    return violation("it sent a challenge after its last message");
  }

  private Outcome<byte[]> violation(String problem) {
    return Outcome.refused(new LoginRefusal.SaslViolation(mechanism, problem));
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return proof == ServerProof.VALID
        ? Optional.empty()
        : Optional.of(
            new LoginRefusal.SaslViolation(
                mechanism, "it reported success and did not prove that it knows the password"));
  }

  @Override
  public Optional<Refusal> afterFailure() {
    return Optional.ofNullable(afterFailure);
  }
}
