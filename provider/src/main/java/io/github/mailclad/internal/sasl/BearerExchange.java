package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/**
 * OAUTHBEARER (RFC 7628, section 3) or XOAUTH2: one message with a token. The only challenge is the
 * server's error. The client answers it as the mechanism specifies, and the login has failed.
 */
final class BearerExchange implements SaslExchange {
  private final AuthMechanism mechanism;
  private final String message;
  private final byte[] answerToError;
  private final String token;
  private boolean failed;
  private String report = "";

  private BearerExchange(
      AuthMechanism mechanism, String token, String message, byte[] answerToError) {
    this.mechanism = mechanism;
    this.token = token;
    this.message = message;
    this.answerToError = answerToError;
  }

  static BearerExchange oauthBearer(String identity, String token, Endpoint endpoint) {
    String message =
        "n,%s,\u0001host=%s\u0001port=%d\u0001auth=Bearer %s\u0001\u0001"
            .formatted(
                identity.isEmpty() ? "" : "a=" + saslName(identity),
                endpoint.host().text(),
                endpoint.port(),
                token);
    return new BearerExchange(AuthMechanism.OAUTHBEARER, token, message, new byte[] {1});
  }

  static BearerExchange xoauth2(String user, String token) {
    String message = "user=%s\u0001auth=Bearer %s\u0001\u0001".formatted(user, token);
    return new BearerExchange(AuthMechanism.XOAUTH2, token, message, new byte[0]);
  }

  /** Returns a name escaped as RFC 5801, section 4, specifies. */
  private static String saslName(String identity) {
    return identity.replace("=", "=3D").replace(",", "=2C");
  }

  @Override
  public AuthMechanism mechanism() {
    return mechanism;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(message.getBytes(UTF_8));
  }

  @Override
  public Outcome<byte[]> answer(byte[] challenge) {
    if (failed) {
      return Outcome.refused(
          new LoginRefusal.SaslViolation(mechanism, "it sent a second challenge after the error"));
    }
    failed = true;
    report = new String(challenge, UTF_8).replace(token, "***");
    return Outcome.of(answerToError.clone());
  }

  @Override
  public Optional<String> token() {
    return Optional.of(token);
  }

  @Override
  public String report() {
    return report;
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return failed
        ? Optional.of(
            new LoginRefusal.SaslViolation(mechanism, "it reported an error and then success"))
        : Optional.empty();
  }
}
