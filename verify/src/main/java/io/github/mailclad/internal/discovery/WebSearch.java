package io.github.mailclad.internal.discovery;

import io.github.mailclad.Outcome;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.MailConfiguration.MalformedException;
import io.github.mailclad.internal.dns.LookupDeadline;
import io.github.mailclad.internal.https.HttpsClient;
import io.github.mailclad.internal.https.HttpsRequest;
import io.github.mailclad.internal.https.HttpsResponse;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the configuration files of a domain by HTTPS, from verified servers only. Nothing is
 * asked by HTTP, and a redirect is followed only within the same host and by HTTPS. Thread-safe.
 */
public final class WebSearch {
  /** The largest configuration file, in octets. */
  public static final int LARGEST_FILE = 65_536;

  /** The usual time for all files of an address together. */
  public static final Duration LIMIT = Duration.ofSeconds(15);

  private static final int MOST_REDIRECTS = 2;

  private final HttpsClient client;
  private final Kinds kinds;
  private final @Nullable URI directory;
  private final Duration limit;

  /** The sources that are asked. */
  public enum Kinds {
    /** Records alone; no file is asked for. */
    SRV,
    /** Records, and the file whose digest is in DNS. */
    SRV_PACC,
    /** These and, where they leave servers open, autoconfig files. */
    ALL
  }

  /**
   * Creates a search.
   *
   * @param client the client, whose largest body is {@link #LARGEST_FILE}
   * @param directory the beginning of the addresses of a directory, to which a domain is appended;
   *     null for none
   * @param limit the time for all files of an address together
   * @throws IllegalArgumentException if no file is to be asked for, or the address of the directory
   *     is not {@code https}
   */
  public WebSearch(HttpsClient client, Kinds kinds, @Nullable URI directory, Duration limit) {
    if (kinds == Kinds.SRV) {
      throw new IllegalArgumentException("records need no search for files");
    }
    if (directory != null) {
      HttpsRequest.get(directory);
    }
    this.client = client;
    this.kinds = kinds;
    this.directory = directory;
    this.limit = limit;
  }

  Kinds kinds() {
    return kinds;
  }

  /** Starts the time of an address. */
  Fetch begin() {
    return new Fetch(System.nanoTime());
  }

  /**
   * The configuration of a domain.
   *
   * @param status Secure if a signed digest proves it
   */
  record Proved(MailConfiguration configuration, DnssecStatus status) {}

  /** The exchanges for one address, under one deadline. For one thread. */
  final class Fetch {
    private final long begin;

    private Fetch(long begin) {
      this.begin = begin;
    }

    /**
     * Returns the configuration whose digest is in DNS; empty if the domain publishes no digest.
     * Where it does, a configuration that is missing or different is refused: an attacker who can
     * suppress it must not lead the account to less.
     */
    Outcome<Optional<Proved>> pacc(String domain, SecureResolver resolver) {
      String name = PaccRecord.name(domain);
      Answer<String> answer =
          new LookupDeadline(left()).await(LookupDeadline.ask(name, resolver::txt), name);
      if (!answer.status().isAnswer()) {
        return Outcome.refused(
            new LookupRefusal.DiscoveryFailed(
                PeerText.of(name), answer.status(), PeerText.of(answer.reason())));
      }
      List<String> records = answer.records().stream().filter(PaccRecord::isOne).toList();
      return records.isEmpty()
          ? Outcome.of(Optional.empty())
          : proved(domain, PaccRecord.of(records), answer.status()).map(Optional::of);
    }

    private Outcome<Proved> proved(String domain, PaccRecord record, DnssecStatus status) {
      URI address =
          URI.create(
              "https://ua-auto-config." + domain + "/.well-known/user-agent-configuration.json");
      try {
        byte[] content = content(address);
        if (!record.matches(content)) {
          return Outcome.refused(
              new LookupRefusal.ConfigurationMismatch(
                  PeerText.of(domain), PeerText.of(address.toString()), status));
        }
        return Outcome.of(new Proved(PaccDocument.parse(content), status));
      } catch (UnavailableException | MalformedException e) {
        return unavailable(address, String.valueOf(e.getMessage()));
      } catch (NoClassDefFoundError e) {
        return unavailable(
            address, "jackson-core is missing (com.fasterxml.jackson.core:jackson-core)");
      }
    }

    private static <T> Outcome<T> unavailable(URI address, String reason) {
      return Outcome.refused(
          new LookupRefusal.ConfigurationUnavailable(
              PeerText.of(address.toString()), PeerText.of(reason)));
    }

    /**
     * Returns the autoconfig file of the domain itself; empty if it is absent.
     *
     * @param user the address, of which the domain's own host alone is informed
     * @param attempts gets the files that cannot be used, a line each
     */
    Optional<MailConfiguration> autoconfig(String user, String domain, List<String> attempts) {
      String query = "?emailaddress=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
      URI first = URI.create("https://autoconfig." + domain + "/mail/config-v1.1.xml" + query);
      URI second = URI.create("https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml");
      return file(first, domain, attempts).or(() -> file(second, domain, attempts));
    }

    /**
     * Returns the file of the directory; empty if it is absent. The directory learns the domain
     * only.
     */
    Optional<MailConfiguration> directory(String domain, List<String> attempts) {
      return directory == null
          ? Optional.empty()
          : file(URI.create(directory + domain), domain, attempts);
    }

    private Optional<MailConfiguration> file(URI address, String domain, List<String> attempts) {
      try {
        return Optional.of(AutoconfigDocument.parse(content(address), domain));
      } catch (UnavailableException | MalformedException e) {
        String shown = "https://" + address.getAuthority() + address.getPath();
        attempts.add(shown + ": " + e.getMessage());
        return Optional.empty();
      }
    }

    private byte[] content(URI address) throws UnavailableException {
      URI where = address;
      for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
        HttpsResponse response = response(where);
        if (response.status() == 200) {
          return response.body();
        }
        where = redirected(where, response);
      }
      throw new UnavailableException("there are more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpsResponse response(URI where) throws UnavailableException {
      if (left().isZero()) {
        throw new UnavailableException("the time of " + limit.toMillis() + " ms is over");
      }
      try {
        HttpsRequest request = HttpsRequest.get(where);
        Outcome<HttpsResponse> response = client.exchange(request, left());
        return response.orThrow(
            refusal ->
                new UnavailableException(
                    request.server()
                        + " refused: "
                        + refusal.summary()
                        + " ["
                        + refusal.code()
                        + "]"));
      } catch (IOException | IllegalArgumentException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()));
      }
    }

    private Duration left() {
      Duration left = limit.minusNanos(System.nanoTime() - begin);
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  /** A file that cannot be had. */
  private static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String problem) {
      super(problem);
    }
  }

  /** Returns the address that a redirect names, if it is on the same host and by HTTPS. */
  private static URI redirected(URI where, HttpsResponse response) throws UnavailableException {
    String location = response.header("location").orElse("");
    if (response.status() < 301 || response.status() > 308 || location.isEmpty()) {
      throw new UnavailableException("the HTTP status is " + response.status());
    }
    try {
      URI next = where.resolve(location);
      if (Ascii.equalsIgnoringCase("https", String.valueOf(next.getScheme()))
          && Ascii.equalsIgnoringCase(where.getAuthority(), String.valueOf(next.getAuthority()))) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      // as any other place that is not on the host
    }
    throw new UnavailableException("it redirects to another place");
  }
}
