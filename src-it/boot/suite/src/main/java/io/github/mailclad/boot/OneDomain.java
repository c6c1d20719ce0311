package io.github.mailclad.boot;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The DNS of {@code example.org}, whose records count as signed and whose servers are on this
 * machine.
 *
 * @param ports the port of each service, by its label in SRV records
 */
record OneDomain(Map<String, Integer> ports) implements SecureResolver {
  static final String HOST = "mail.example.org";

  OneDomain {
    ports = Map.copyOf(ports);
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    List<SrvRecord> records =
        ports.entrySet().stream()
            .filter(e -> plain(name).equals("_" + e.getKey() + "._tcp.example.org"))
            .map(e -> new SrvRecord(0, 0, e.getValue(), HOST))
            .toList();
    return answer(name, records);
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
