package io.github.mailclad.internal.oauth;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.RefreshToken;
import io.github.mailclad.internal.oauth.OAuthRules.RotatedToken;
import io.github.mailclad.refusal.OAuthRefusal.TokenRequestImpossible;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one account, and the last failure to get one. One thread requests, the others
 * wait for it; a failure holds for all of them, and for a while. Thread-safe.
 */
final class AccountToken {
  /** The pause after a first failure; it doubles with each further one. */
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** The least time between two tokens that were requested because a mail server rejected one. */
  private static final Duration BETWEEN_REJECTIONS = Duration.ofSeconds(10);

  private final OAuthRules rules;
  private final String user;
  private final Clock clock;

  /** A lock of the library: waiting for a monitor would hold the thread of a virtual thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Issued issued;
  private @Nullable Failure failure;
  private @Nullable Rotation rotation;
  private Instant renewedForRejection = Instant.MIN;

  AccountToken(OAuthRules rules, String user, Clock clock) {
    this.rules = rules;
    this.user = user;
    this.clock = clock;
  }

  /**
   * A token that was issued.
   *
   * @param reused whether it was taken from memory since
   */
  private record Issued(AccessToken token, boolean reused) {}

  /**
   * A failed request.
   *
   * @param until the instant until which no other one is sent
   * @param presented the secrets of the request; with others, another one is sent at once
   * @param times the number of failures in a row
   */
  private record Failure(
      Refusal refusal, Instant until, @Nullable PresentedSecrets presented, int times) {}

  /**
   * A refresh token that the token server gave in place of another one.
   *
   * @param configured the refresh token that was configured then; with another one, that one counts
   */
  private record Rotation(String configured, String newest) {
    @Override
    public String toString() {
      return "a refresh token";
    }
  }

  /** Returns a token that is valid now, or the refusal. */
  Outcome<String> token(TokenServerAccess access) {
    Issued known = issued;
    if (known != null && clock.instant().isBefore(known.token().renewAt())) {
      reuse(known);
      return Outcome.of(known.token().text());
    }
    try {
      if (!lock.tryLock(rules.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)) {
        return waiting("another thread waits for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return waiting("the thread was interrupted");
    }
    try {
      known = issued;
      if (known != null && clock.instant().isBefore(known.token().renewAt())) {
        reuse(known);
        return Outcome.of(known.token().text());
      }
      Outcome<AccessToken> renewed = renew(access);
      // a token that is still valid outlives a failure of the token server
      return renewed.refusal().isPresent()
              && known != null
              && clock.instant().isBefore(known.token().expiresAt())
          ? Outcome.of(known.token().text())
          : renewed.map(AccessToken::text);
    } finally {
      lock.unlock();
    }
  }

  private void reuse(Issued known) {
    if (!known.reused()) {
      issued = new Issued(known.token(), /* reused= */ true);
    }
  }

  private Outcome<String> waiting(String reason) {
    return Outcome.refused(
        new TokenServerUnavailable(
            TokenEndpoint.shown(rules.server().address()), PeerText.of(reason), Duration.ZERO));
  }

  /**
   * Notes that a mail server rejected a token. One that was not used before is not replaced:
   * another one would be rejected as well.
   *
   * @return whether another token may be tried
   */
  boolean rejected(String token) {
    lock.lock();
    try {
      Issued known = issued;
      if (known == null || !known.token().text().equals(token)) {
        return true;
      }
      Instant now = clock.instant();
      if (!known.reused() || now.isBefore(renewedForRejection.plus(BETWEEN_REJECTIONS))) {
        return false;
      }
      renewedForRejection = now;
      issued = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Outcome<AccessToken> renew(TokenServerAccess access) {
    Outcome<PresentedSecrets> configured = PresentedSecrets.read(rules);
    Outcome<PresentedSecrets> read = configured.map(this::withRotation);
    Failure last = failure;
    if (last != null
        && clock.instant().isBefore(last.until())
        && read.refusal().isEmpty()
        && read.get().equals(last.presented())) {
      return Outcome.refused(last.refusal());
    }
    Outcome<AccessToken> renewed =
        read.then(secrets -> writable().then(unused -> requested(secrets, access)));
    if (renewed.refusal().isPresent()) {
      keepFailure(renewed.refusal().get(), read);
    } else {
      failure = null;
      issued = new Issued(renewed.get(), /* reused= */ false);
      keepRotation(configured.get().refreshToken(), renewed.get().refreshToken(), access);
    }
    return renewed;
  }

  private Outcome<AccessToken> requested(PresentedSecrets secrets, TokenServerAccess access) {
    if (rules.grant() instanceof OAuthRules.Grant.ServiceAccount && user.isEmpty()) {
      return Outcome.refused(
          new TokenRequestImpossible(
              PeerText.of("a service account needs the user that it acts for"), "oauth-client-id"));
    }
    return access.request(rules, clock, client -> client.request(secrets, user));
  }

  private void keepFailure(Refusal refusal, Outcome<PresentedSecrets> read) {
    int times = failure == null ? 1 : Math.min(failure.times() + 1, 16);
    Duration pause = SHORTEST_PAUSE.multipliedBy(1L << (times - 1));
    if (refusal instanceof TokenServerUnavailable asked && asked.pause().compareTo(pause) > 0) {
      pause = asked.pause();
    }
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    Refusal kept =
        refusal instanceof TokenServerUnavailable asked
            ? new TokenServerUnavailable(asked.server(), asked.reason(), pause)
            : refusal;
    failure =
        new Failure(
            kept,
            clock.instant().plus(pause),
            read.refusal().isPresent() ? null : read.get(),
            times);
  }

  private PresentedSecrets withRotation(PresentedSecrets read) {
    Rotation known = rotation;
    return known != null && known.configured().equals(read.refreshToken())
        ? read.withRefreshToken(known.newest())
        : read;
  }

  /** Refuses if a refresh token that has to be written to its file could not be. */
  private Outcome<Optional<RotatedFile>> writable() {
    Optional<RotatedFile> file = file();
    return file.flatMap(RotatedFile::problem)
        .<Outcome<Optional<RotatedFile>>>map(
            problem ->
                Outcome.refused(
                    new TokenRequestImpossible(PeerText.of(problem), "oauth-rotated-token")))
        .orElseGet(() -> Outcome.of(file));
  }

  private Optional<RotatedFile> file() {
    return rules.grant() instanceof RefreshToken grant
            && grant.rotated() == RotatedToken.FILE
            && grant.source() instanceof SecretSource.InFile source
        ? Optional.of(new RotatedFile(source.file()))
        : Optional.empty();
  }

  private void keepRotation(
      @Nullable String configured, @Nullable String newest, TokenServerAccess access) {
    if (configured == null || newest == null) {
      return;
    }
    // in memory too, until the file has it
    rotation = new Rotation(configured, newest);
    Optional<RotatedFile> file = file();
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().replace(newest);
      rotation = null;
    } catch (IOException e) {
      access.news().accept("the new refresh token is only in memory: " + e.getMessage());
    }
  }
}
