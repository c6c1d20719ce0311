package io.github.mailclad.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A resolver with the answers of a test, which remembers its questions. Any other record is absent,
 * without DNSSEC unless {@link #absencesAre} says otherwise; NXDOMAIN and NODATA are the same to
 * the port. Aliases are followed as a validating resolver does it, the weakest status on the way
 * counts. Thread-safe; everything is answered at once but what is {@link #silent}.
 */
public final class FakeDns implements SecureResolver {
  /** The type of a look-up. */
  public enum Type {
    SRV,
    TLSA,
    A,
    AAAA
  }

  private static final int MOST_ALIASES = 8;

  private final Map<String, Answer<?>> answers = new ConcurrentHashMap<>();
  private final Map<String, Alias> aliases = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<?>> silent = new ConcurrentHashMap<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final List<String> forgotten = new CopyOnWriteArrayList<>();
  private volatile Consumer<String> whenForgotten = name -> {};
  private volatile DnssecStatus absence = DnssecStatus.INSECURE;

  /** Knows nothing yet but where {@code localhost} is (RFC 6761, section 6.3). */
  public FakeDns() {
    addresses(DnssecStatus.INSECURE, "localhost", "127.0.0.1");
  }

  /** From now on, unknown records are absent with this status, for example proved. */
  public FakeDns absencesAre(DnssecStatus status) {
    absence = status;
    return this;
  }

  /** SRV records as they stand in a zone file, for example {@code 0 1 993 imap.example.org}. */
  public FakeDns srv(DnssecStatus status, String name, String... records) {
    List<SrvRecord> parsed = new ArrayList<>();
    for (String record : records) {
      String[] field = record.trim().split("\\s+", -1);
      parsed.add(
          new SrvRecord(
              Integer.parseInt(field[0]),
              Integer.parseInt(field[1]),
              Integer.parseInt(field[2]),
              field[3]));
    }
    return answer(Type.SRV, name, status, parsed);
  }

  /** TLSA records as they stand in a zone file, for example {@code 3 1 1 ab...}. */
  public FakeDns tlsa(DnssecStatus status, String name, String... records) {
    return answer(Type.TLSA, name, status, Arrays.stream(records).map(TlsaRecord::parse).toList());
  }

  /** The addresses of a host; a family without an address is absent with the same status. */
  public FakeDns addresses(DnssecStatus status, String host, String... addresses) {
    List<InetAddress> all = Arrays.stream(addresses).map(FakeDns::address).toList();
    answer(Type.A, host, status, all.stream().filter(Inet4Address.class::isInstance).toList());
    return answer(
        Type.AAAA, host, status, all.stream().filter(a -> !(a instanceof Inet4Address)).toList());
  }

  /** No records of that type, with that status: NXDOMAIN or NODATA. */
  public FakeDns absent(Type type, String name, DnssecStatus status) {
    return answer(type, name, status, List.of());
  }

  /** A look-up without an answer: Bogus, or Indeterminate. */
  public FakeDns fails(Type type, String name, DnssecStatus status, String reason) {
    String key = normal(name);
    answers.put(type + " " + key, Answer.failed(key, status, reason));
    return this;
  }

  /** A look-up that the servers answer with SERVFAIL. */
  public FakeDns servfail(Type type, String name) {
    return fails(type, name, DnssecStatus.INDETERMINATE, "SERVFAIL");
  }

  /** A look-up without an answer during a test; the stage is never completed. */
  public FakeDns silent(Type type, String name) {
    silent.put(type + " " + normal(name), new CompletableFuture<>());
    return this;
  }

  /** One step of an alias: looking up any type of the owner goes on at the target. */
  public FakeDns alias(DnssecStatus status, String owner, String target) {
    aliases.put(normal(owner), new Alias(normal(owner), normal(target), status));
    return this;
  }

  /** Returns the questions in their order, for example {@code SRV _imaps._tcp.example.org}. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  /** Returns the questions of that type, names only. */
  public List<String> queries(Type type) {
    String prefix = type + " ";
    return queries.stream()
        .filter(q -> q.startsWith(prefix))
        .map(q -> q.substring(prefix.length()))
        .toList();
  }

  /** Sets the action for a request to forget a name, for example other records from then on. */
  public FakeDns onForget(Consumer<String> then) {
    whenForgotten = then;
    return this;
  }

  /** The names that were to be forgotten, in order. */
  public List<String> forgotten() {
    return List.copyOf(forgotten);
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    return ask(Type.SRV, name);
  }

  @Override
  public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
    return ask(Type.TLSA, name);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv4(String host) {
    return ask(Type.A, host);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv6(String host) {
    return ask(Type.AAAA, host);
  }

  @Override
  public void forget(String name) {
    forgotten.add(normal(name));
    whenForgotten.accept(normal(name));
  }

  private FakeDns answer(Type type, String name, DnssecStatus status, List<?> records) {
    String key = normal(name);
    answers.put(type + " " + key, new Answer<>(key, status, records, List.of(), ""));
    return this;
  }

  @SuppressWarnings("unchecked") // the methods that tell answers keep type and records together
  private <T> CompletionStage<Answer<T>> ask(Type type, String asked) {
    String name = normal(asked);
    queries.add(type + " " + name);
    CompletableFuture<?> never = silent.get(type + " " + name);
    if (never != null) {
      return (CompletionStage<Answer<T>>) never;
    }
    return CompletableFuture.completedFuture((Answer<T>) found(type, name));
  }

  private Answer<?> found(Type type, String name) {
    List<Alias> steps = new ArrayList<>();
    DnssecStatus weakest = DnssecStatus.SECURE;
    String at = name;
    for (Alias step = aliases.get(at); step != null; step = aliases.get(at)) {
      steps.add(step);
      weakest = weaker(weakest, step.status());
      if (!weakest.isAnswer() || steps.size() > MOST_ALIASES) {
        DnssecStatus failure = weakest.isAnswer() ? DnssecStatus.INDETERMINATE : weakest;
        return Answer.failed(name, failure, "the alias " + at).through(steps);
      }
      at = step.target();
    }
    Answer<?> end = answers.get(type + " " + at);
    DnssecStatus status = weaker(weakest, end == null ? absence : end.status());
    return new Answer<>(
        name,
        status,
        end == null ? List.of() : end.records(),
        steps,
        end == null ? "" : end.reason());
  }

  /** The constants of the port stand in the order of what they are worth. */
  private static DnssecStatus weaker(DnssecStatus one, DnssecStatus other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text.indexOf(':') >= 0 ? "[" + text + "]" : text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }

  private static String normal(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.length() > 1 && lower.endsWith(".")
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }
}
