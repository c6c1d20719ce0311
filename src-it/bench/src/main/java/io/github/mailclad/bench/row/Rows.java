package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** The rows by name. */
public enum Rows {
  /** Round trips, counted. */
  FLIGHTS(Network.NEEDED, 3),
  /** Round trips of IMAP. */
  IMAPS(Network.NEEDED, 3),
  /** Round trips of IMAP where SCRAM is offered. */
  IMAPS_SCRAM(Network.NEEDED, 3),
  /** Round trips of POP3. */
  POP3S(Network.NEEDED, 3),
  /** Round trips of submission without a message. */
  SMTPS(Network.NEEDED, 3),
  /** Round trips of one message. */
  MESSAGE(Network.NEEDED, 3),
  /** Round trips of many messages. */
  MESSAGES(Network.NEEDED, 4),
  /** Messages over connections that are kept. */
  POOL(Network.NEEDED, 3),
  /** Messages a second on loopback. */
  SENDING(Network.UNUSED, 4),
  /** Reading 25 MiB. */
  ATTACHMENT(Network.NEEDED, 5),
  /** CPU and allocation of a connection. */
  CPU(Network.UNUSED, 8),
  /** The implementations of TLS, which concern few: run by name only. */
  PROVIDERS(Network.UNUSED, 6),
  /** Many threads. */
  LOAD(Network.UNUSED, 8),
  /** Ten thousand virtual threads. */
  VIRTUAL_THREADS(Network.UNUSED, 9),
  /** Many connections that do nothing. */
  IDLE(Network.UNUSED, 5),
  /** The first mail of a process. */
  START(Network.NEEDED, 4);

  private final Network network;
  private final Duration limit;

  Rows(Network network, int minutes) {
    this.network = network;
    limit = Duration.ofMinutes(minutes);
  }

  private enum Network {
    NEEDED,
    UNUSED
  }

  /** How the command line names it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** When the suite ends it. */
  public Duration limit() {
    return limit;
  }

  /** Whether the lab has what it needs. */
  public boolean runsIn(LabSettings lab) {
    return network == Network.UNUSED || lab.hasNetwork();
  }

  /** The rows of a list of titles with commas; all but {@link #PROVIDERS} for "all". */
  public static List<Rows> named(String titles) {
    if (titles.equals("all")) {
      return List.copyOf(EnumSet.complementOf(EnumSet.of(PROVIDERS)));
    }
    return Arrays.stream(titles.split(",", -1)).map(Rows::one).toList();
  }

  /** The row with that title. */
  static Rows one(String title) {
    return Arrays.stream(values())
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no row "
                        + title
                        + ", but "
                        + Arrays.stream(values()).map(Rows::title).toList()));
  }
}
