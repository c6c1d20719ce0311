package io.github.mailclad.internal.oauth;

import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.RefreshToken;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.OAuthRefusal.TokenAnswerMalformed;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected.Meaning;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in of a person on another device (RFC 8628), whose refresh token gets into the file that
 * the rules name. Immutable; each sign-in is for one thread.
 *
 * @param rules the rules of the account
 * @param access the way to the token server
 * @param clock the clock by which codes expire
 * @param pause waits between two polls
 */
public record DeviceFlow(OAuthRules rules, TokenServerAccess access, Clock clock, Pause pause) {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** The time by which polls become rarer if the token server asks for it, or does not answer. */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** The syntax of RFC 6749, appendix A.17, with a bound. */
  private static final Pattern REFRESH_TOKEN = Pattern.compile("[ -~]{1,65000}");

  /** A way to wait. */
  @FunctionalInterface
  public interface Pause {
    /** Waits for that time. */
    void of(Duration time) throws InterruptedException;
  }

  /**
   * The codes of a sign-in. The text has no secret.
   *
   * @param userCode the code that the person enters
   * @param page the page on which the person signs in
   * @param pageWithCode the same page with the code filled in; null for none
   * @param end the instant from which the codes are not valid
   * @param file the file that gets the refresh token; null if the access token is all that is kept
   */
  public record Codes(
      String userCode,
      URI page,
      @Nullable URI pageWithCode,
      Instant end,
      Duration interval,
      TokenEndpoint endpoint,
      PresentedSecrets secrets,
      @Nullable RotatedFile file) {
    @Override
    public String toString() {
      return "a sign-in on " + page + " until " + end;
    }
  }

  /** Requests the codes, after everything else that the sign-in needs was found. */
  public Outcome<Codes> begin() {
    return file().then(this::begin);
  }

  /** Requests the codes of a sign-in that writes no file. */
  public Outcome<Codes> beginInMemory() {
    return begin(/* file= */ null);
  }

  private Outcome<Codes> begin(@Nullable RotatedFile file) {
    return PresentedSecrets.ofClient(rules)
        .then(secrets -> access.request(rules, clock, client -> codes(client, secrets, file)));
  }

  private Outcome<RotatedFile> file() {
    if (!(rules.grant() instanceof RefreshToken grant
        && grant.source() instanceof SecretSource.InFile source)) {
      return withoutFile();
    }
    RotatedFile file = new RotatedFile(source.file());
    return file.problem()
        .<Outcome<RotatedFile>>map(problem -> impossible(problem, "refresh-token-file"))
        .orElseGet(() -> Outcome.of(file));
  }

  private static <T> Outcome<T> withoutFile() {
    return impossible("a sign-in needs a file for its refresh token", "refresh-token-file");
  }

  private Outcome<Codes> codes(
      TokenClient client, PresentedSecrets secrets, @Nullable RotatedFile file) {
    return client
        .endpoint()
        .then(
            endpoint -> {
              URI device = endpoint.device();
              return device == null
                  ? impossible("the token server has no sign-in on another device", "issuer")
                  : client
                      .deviceCodes(endpoint, device, secrets)
                      .then(answer -> codes(answer, endpoint, device, secrets, file));
            });
  }

  private Outcome<Codes> codes(
      DeviceAuthorizationSuccessResponse answer,
      TokenEndpoint endpoint,
      URI device,
      PresentedSecrets secrets,
      @Nullable RotatedFile file) {
    URI page = answer.getVerificationURI();
    URI complete = answer.getVerificationURIComplete();
    if (!isHttps(page) || (complete != null && !isHttps(complete))) {
      return malformed(device, "its page for the sign-in does not begin with https:");
    }
    long lifetime = Math.min(answer.getLifetime(), LONGEST.toSeconds());
    long interval = Math.max(1, Math.min(answer.getInterval(), LONGEST.toSeconds()));
    return Outcome.of(
        new Codes(
            PeerText.of(answer.getUserCode().getValue()).toString(),
            page,
            complete,
            clock.instant().plusSeconds(lifetime),
            Duration.ofSeconds(interval),
            endpoint,
            secrets.withDeviceCode(answer.getDeviceCode().getValue()),
            file));
  }

  private static boolean isHttps(URI address) {
    return Ascii.equalsIgnoringCase("https", String.valueOf(address.getScheme()));
  }

  /**
   * Waits until the person has signed in, and returns the file with the refresh token. Refuses if
   * the person declines, the codes expire, or the thread is interrupted, which it stays.
   */
  public Outcome<Path> complete(Codes codes) {
    RotatedFile file = codes.file();
    return file == null ? withoutFile() : token(codes).then(token -> kept(token, codes, file));
  }

  /** Waits in the same way, and returns the access token, which is written nowhere. */
  public Outcome<String> completeInMemory(Codes codes) {
    return token(codes).map(AccessToken::text);
  }

  private Outcome<AccessToken> token(Codes codes) {
    PeerText server = TokenEndpoint.shown(codes.endpoint().address());
    Duration interval = codes.interval();
    while (clock.instant().plus(interval).isBefore(codes.end())) {
      try {
        pause.of(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Outcome.refused(
            new TokenServerUnavailable(
                server, PeerText.of("the thread was interrupted"), Duration.ZERO));
      }
      Outcome<AccessToken> answer =
          access.request(
              rules, clock, client -> client.request(codes.endpoint(), codes.secrets(), ""));
      Optional<Refusal> refusal = answer.refusal();
      if (refusal.isEmpty()) {
        return answer;
      }
      if (refusal.get() instanceof TokenServerUnavailable later) {
        Duration slower = interval.plus(SLOWER);
        interval = slower.compareTo(later.pause()) < 0 ? later.pause() : slower;
      } else if (!isPending(refusal.get())) {
        return Outcome.refused(meant(refusal.get()));
      }
    }
    return Outcome.refused(
        new TokenRejected(
            Meaning.SIGN_IN_EXPIRED, server, PeerText.of("expired_token"), PeerText.of("")));
  }

  private static boolean isPending(Refusal refusal) {
    return refusal instanceof TokenRejected rejected
        && rejected.error().toString().equals("authorization_pending");
  }

  /** Returns a refusal with the meaning that its error has in a sign-in. */
  private static Refusal meant(Refusal refusal) {
    if (!(refusal instanceof TokenRejected rejected)) {
      return refusal;
    }
    Meaning meaning =
        switch (rejected.error().toString()) {
          case "access_denied", "authorization_declined" -> Meaning.SIGN_IN_DECLINED;
          case "expired_token" -> Meaning.SIGN_IN_EXPIRED;
          default -> rejected.meaning();
        };
    return new TokenRejected(meaning, rejected.server(), rejected.error(), rejected.description());
  }

  private static Outcome<Path> kept(AccessToken token, Codes codes, RotatedFile file) {
    String refreshToken = token.refreshToken();
    URI endpoint = codes.endpoint().address();
    if (refreshToken == null) {
      return malformed(endpoint, "it has no refresh token; add offline_access to oauth-scope");
    }
    if (!REFRESH_TOKEN.matcher(refreshToken).matches()) {
      return malformed(endpoint, "the refresh token is not of RFC 6749, appendix A.17");
    }
    try {
      file.replace(refreshToken);
      return Outcome.of(file.file());
    } catch (IOException e) {
      return impossible("its refresh token cannot be written: " + e, "refresh-token-file");
    }
  }

  private static <T> Outcome<T> impossible(String problem, String setting) {
    return Outcome.refused(new TokenRequestImpossible(PeerText.of(problem), "oauth-" + setting));
  }

  private static <T> Outcome<T> malformed(URI address, String problem) {
    return Outcome.refused(
        new TokenAnswerMalformed(TokenEndpoint.shown(address), PeerText.of(problem)));
  }
}
