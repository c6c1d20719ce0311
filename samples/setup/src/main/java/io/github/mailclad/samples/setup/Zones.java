package io.github.mailclad.samples.setup;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The DNS of the sample: a few domains whose records count as signed, all of whose hosts are this
 * machine. A real program uses {@code ValidatingResolver.ofSystem()}. Immutable once it is used.
 */
final class Zones implements SecureResolver {
  private final Map<String, SrvRecord> services = new HashMap<>();

  /** Publishes the server of a service. */
  Zones publish(String label, String domain, int port) {
    services.put(
        "_" + label + "._tcp." + domain, new SrvRecord(0, 0, port, EmbeddedProviders.host(domain)));
    return this;
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    SrvRecord record = services.get(plain(name));
    return answer(name, record == null ? List.of() : List.of(record));
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
