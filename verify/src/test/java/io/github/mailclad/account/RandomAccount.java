package io.github.mailclad.account;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.Observation.Evidence;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaSelector;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Account states by lot, with every field there or not, and any character in every text. */
record RandomAccount(Random random) {
  private static final String SPECIAL = " \t\n\r\f=:#!\\\0\"'\u00e4\u20ac\ud83d\udc04\ud800.";

  AccountState next() {
    return next("a" + text().replaceAll("\\p{Cntrl}", ""));
  }

  AccountState next(String account) {
    return new AccountState(
        account,
        random.nextLong() >>> 1,
        1 + random.nextInt(9),
        maybe(() -> new DisabledMinimum(instant(), text())),
        Stream.of(MailService.IMAPS, MailService.POP3S, MailService.SUBMISSIONS)
            .filter(s -> random.nextBoolean())
            .map(this::service)
            .toList());
  }

  ServiceState service(MailService service) {
    return new ServiceState(
        service,
        maybe(() -> new DiscoveredServers(text(), text(), instant(), discovered())),
        IntStream.range(0, random.nextInt(4)).mapToObj(this::server).toList(),
        maybe(this::instant));
  }

  private List<DiscoveredServers.DiscoveredServer> discovered() {
    return IntStream.rangeClosed(0, random.nextInt(4))
        .mapToObj(
            i ->
                new DiscoveredServers.DiscoveredServer(
                    any(MailService.values()),
                    "h" + text(),
                    port(),
                    any(DnssecStatus.values()),
                    any(Approval.DNSSEC, Approval.SAME_DOMAIN, Approval.PERSON)))
        .toList();
  }

  ServerState server(int index) {
    return new ServerState(
        index + text(),
        port(),
        maybe(this::instant),
        maybe(this::observation),
        maybe(() -> new PinnedCertificate(pin(), instant(), text())));
  }

  Observation observation() {
    return new Observation(
        instant(),
        any(ConfidentialityLevel.values()),
        any(TlsStart.values()),
        any(Evidence.values()),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> any(DnssecStatus.values())),
        maybe(this::text));
  }

  private AccountPin pin() {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    return new AccountPin(any(TlsaSelector.values()), Base64.getEncoder().encodeToString(digest));
  }

  private Instant instant() {
    return switch (random.nextInt(8)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      case 2 -> Instant.EPOCH;
      default -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    };
  }

  private int port() {
    return 1 + random.nextInt(65535);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(12); left > 0; left--) {
      text.append(
          random.nextBoolean()
              ? SPECIAL.charAt(random.nextInt(SPECIAL.length()))
              : (char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
