package io.github.mailclad.embedded;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The DNS of the samples: a few domains whose records count as signed, unless they were published
 * as unsigned ones, and all of whose hosts are this machine. A real program uses {@code
 * ValidatingResolver.ofSystem()}. Thread-safe.
 */
public final class Zones implements SecureResolver {
  private final Map<String, Answer<SrvRecord>> services = new ConcurrentHashMap<>();

  /** Publishes the server of a service, in a signed record. */
  public Zones publish(String label, String domain, String host, int port) {
    String name = name(label, domain);
    services.put(name, Answer.secure(name, List.of(new SrvRecord(0, 0, port, host))));
    return this;
  }

  /** Publishes the server of a service, in an unsigned record. */
  public Zones publishUnsigned(String label, String domain, String host, int port) {
    String name = name(label, domain);
    services.put(
        name,
        Answer.insecure(name, List.of(new SrvRecord(0, 0, port, host)), domain + " is not signed"));
    return this;
  }

  private static String name(String label, String domain) {
    return "_" + label + "._tcp." + domain;
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    Answer<SrvRecord> published = services.get(plain(name));
    return published == null
        ? answer(name, List.of())
        : CompletableFuture.completedFuture(published);
  }

  @Override
  public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
    return answer(name, List.of());
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv4(String host) {
    return answer(host, List.of(InetAddress.getLoopbackAddress()));
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv6(String host) {
    return answer(host, List.of());
  }

  private static <T> CompletionStage<Answer<T>> answer(String name, List<T> records) {
    return CompletableFuture.completedFuture(Answer.secure(plain(name), records));
  }

  private static String plain(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
