package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A signed world in which every domain has one submission server, on this machine. */
record OneServer(int port) implements SecureResolver {
  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    return answer(
        name,
        name.startsWith("_submissions.")
            ? List.of(new SrvRecord(0, 0, port, "localhost"))
            : List.of());
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
    return CompletableFuture.completedFuture(
        Answer.secure(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, records));
  }
}
