package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM with SHA-256 or SHA-512, with or without -PLUS (RFC 5802, RFC 7677). The server has to
 * prove that it knows the password too; otherwise the login is refused, even if the server reports
 * success. The number of iterations is bounded. With too few, a password is cheap to guess from a
 * recorded exchange; too many keep the client busy.
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
  private final Credentials credentials;
  private final @Nullable ChannelBinding binding;
  private final Endpoint server;
  private final LoginMemory memory;
  private final String nonce;
  private final byte[] clientFirst;
  private ScramClient client;
  private LoginMemory.@Nullable Salted salted;
  private LoginMemory.@Nullable ScramKeys keys;
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
   * @param memory the keys of earlier logins, so that they are not derived at each login
   * @param nonce printable characters that no other exchange has
   * @throws IllegalArgumentException if user or password cannot be prepared (RFC 4013)
   */
  ScramExchange(
      AuthMechanism mechanism,
      Credentials credentials,
      @Nullable ChannelBinding binding,
      Endpoint server,
      LoginMemory memory,
      String nonce) {
    this.mechanism = mechanism;
    this.credentials = credentials;
    this.binding = binding;
    this.server = server;
    this.memory = memory;
    this.nonce = nonce;
    // prepares both here: a later failure would look as if the server had caused it
    StringPreparation.SASL_PREPARATION.normalize(password().toCharArray());
    this.client = client(/* known= */ null);
    this.clientFirst = client.clientFirstMessage().toString().getBytes(UTF_8);
  }

  /**
   * Returns a client at the beginning of this exchange.
   *
   * @param known the keys of the password; null before the salt is known
   */
  private ScramClient client(LoginMemory.@Nullable ScramKeys known) {
    ScramClient.PasswordBuildStage named =
        ScramClient.builder()
            .advertisedMechanisms(List.of(mechanism.saslName()))
            .username(credentials.user());
    ScramClient.FinalBuildStage builder =
        known == null
            ? named.password(password().toCharArray())
            : named.clientAndServerKey(known.client(), known.server());
    builder = builder.nonceSupplier(() -> nonce);
    if (binding != null) {
      builder = builder.channelBinding(binding.type(), binding.data());
    }
    if (!credentials.authorizationId().isEmpty()) {
      builder = builder.authzid(credentials.authorizationId());
    }
    return builder.build();
  }

  private String password() {
    return Objects.requireNonNullElse(credentials.password(), "");
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
    ServerFirstMessage first = client.serverFirstMessage(serverFirst);
    int iterations = first.getIterationCount();
    if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
      return violation(
          "it asks for %d iterations, and Mailclad accepts %d to %d"
              .formatted(iterations, FEWEST_ITERATIONS, MOST_ITERATIONS));
    }
    LoginMemory.Salted input =
        new LoginMemory.Salted(
            mechanism, memory.recognizable(password()), first.getSalt(), iterations);
    LoginMemory.ScramKeys derived =
        memory.keys(server, credentials.user(), input).orElseGet(() -> derived(input));
    client = client(derived);
    client.clientFirstMessage();
    client.serverFirstMessage(serverFirst);
    salted = input;
    keys = derived;
    return Outcome.of(client.clientFinalMessage().toString().getBytes(UTF_8));
  }

  private LoginMemory.ScramKeys derived(LoginMemory.Salted input) {
    ScramMechanism hash = ScramMechanism.byName(mechanism.saslName());
    byte[] password =
        ScramFunctions.saltedPassword(
            hash,
            StringPreparation.SASL_PREPARATION,
            password().toCharArray(),
            Base64.getDecoder().decode(input.salt()),
            input.iterations());
    return new LoginMemory.ScramKeys(
        ScramFunctions.clientKey(hash, password), ScramFunctions.serverKey(hash, password));
  }

  /**
   * Returns whether the client has sent its proof. The only way to a success is then the server's
   * own proof in a challenge, because no mail protocol has a place for it in a success (RFC 9051,
   * section 6.2.2; RFC 4954, section 4; RFC 5034, section 4), and its answer is empty.
   */
  @Override
  public boolean nextAnswerIsEmpty() {
    return keys != null && challenges == 1;
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
      afterFailure =
          new LoginRefusal.ChannelBindingRefused(
              mechanism, bindingType().orElse("none"), PeerText.of(error));
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
    if (proof == ServerProof.VALID && salted != null && keys != null) {
      memory.keep(server, credentials.user(), salted, keys);
    }
    return proof == ServerProof.VALID
        ? Optional.empty()
        : Optional.of(
            new LoginRefusal.SaslViolation(
                mechanism, "it reported success and did not prove that it knows the password"));
  }

  private Optional<String> bindingType() {
    return Optional.ofNullable(binding)
        .filter(used -> mechanism.isBound())
        .map(ChannelBinding::type);
  }

  /** Returns the type of the binding: a server that expects another one may not say so. */
  @Override
  public String report() {
    return bindingType().orElse("");
  }

  @Override
  public Optional<Refusal> afterFailure() {
    return Optional.ofNullable(afterFailure);
  }
}
