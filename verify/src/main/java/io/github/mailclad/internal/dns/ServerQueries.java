package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Queries the servers one after the other, each of them at most twice. A query uses UDP first. The
 * same server is asked by TCP after a truncated answer, and after an answer to another question: an
 * attacker who guesses may have sent it. By TCP such an answer is chance: dnsjava shares a
 * connection, and two of its queries may have one ID. The second attempt makes up for it. Threads:
 * dnsjava's selector thread, the JDK's timer for completable futures, and the common pool. All are
 * daemons, and none is created for a query.
 */
final class ServerQueries {
  /** The UDP payload size that passes every network without fragmentation (DNS Flag Day 2020). */
  private static final int UDP_OCTETS = 1232;

  private static final int ROUNDS = 2;

  private final List<InetSocketAddress> servers;
  private final Duration perQuery;

  /** The server that answered last. */
  private final AtomicInteger preferred = new AtomicInteger();

  ServerQueries(List<InetSocketAddress> servers, Duration perQuery) {
    this.servers = servers;
    this.perQuery = perQuery;
  }

  /**
   * Returns the response of the first server that answers; completes exceptionally if no server
   * answers.
   */
  CompletableFuture<OwnerRecords> ask(
      Name owner, int type, LookupBudget budget, Consumer<Message> header) {
    return new DnsQuery(owner, type, budget, header).attempt(0);
  }

  private enum Transport {
    UDP,
    TCP
  }

  private final class DnsQuery {
    private final Name owner;
    private final int type;
    private final LookupBudget budget;
    private final Consumer<Message> header;
    private final int first = preferred.get();

    DnsQuery(Name owner, int type, LookupBudget budget, Consumer<Message> header) {
      this.owner = owner;
      this.type = type;
      this.budget = budget;
      this.header = header;
    }

    CompletableFuture<OwnerRecords> attempt(int number) {
      int server = (first + number) % servers.size();
      return records(server, Transport.UDP)
          .exceptionallyCompose(
              thrown ->
                  UnansweredException.cause(thrown) instanceof WireParseException
                      ? records(server, Transport.TCP)
                      : CompletableFuture.failedFuture(thrown))
          .exceptionallyCompose(thrown -> afterFailure(number, UnansweredException.cause(thrown)));
    }

    private CompletableFuture<OwnerRecords> records(int server, Transport transport) {
      return ask(servers.get(server), transport)
          .thenApply(
              response -> {
                preferred.set(server);
                return read(response);
              });
    }

    private CompletableFuture<OwnerRecords> afterFailure(int number, Throwable cause) {
      boolean last = number + 1 >= ROUNDS * servers.size() || budget.left().isZero();
      UnansweredException unanswered = UnansweredException.of(cause);
      if (last || unanswered.status() == DnssecStatus.BOGUS) {
        return CompletableFuture.failedFuture(
            new UnansweredException(
                unanswered.status(), DnsText.of(owner, type) + ": " + unanswered.reason()));
      }
      return attempt(number + 1);
    }

    private CompletableFuture<Message> ask(InetSocketAddress server, Transport transport) {
      Duration limit;
      try {
        limit = budget.forQuery(perQuery);
      } catch (UnansweredException | TimeoutException e) {
        return CompletableFuture.failedFuture(e);
      }
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setTimeout(limit);
      resolver.setTCP(transport == Transport.TCP);
      resolver.setEDNS(0, UDP_OCTETS, ExtendedFlags.DO, List.of());
      Message query = Message.newQuery(Record.newRecord(owner, type, DClass.IN));
      header.accept(query);
      // dnsjava checks its timeouts only once a second
      return resolver
          .sendAsync(query)
          .toCompletableFuture()
          .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private OwnerRecords read(Message response) {
      try {
        checkHeader(response);
        return OwnerRecords.of(response, owner, type);
      } catch (IOException | UnansweredException e) {
        throw new CompletionException(e);
      }
    }

    private void checkHeader(Message response) throws IOException, UnansweredException {
      Record question = response.getQuestion();
      if (!response.getHeader().getFlag(Flags.QR)
          || response.getHeader().getOpcode() != Opcode.QUERY
          || question == null
          || !question.getName().equals(owner)
          || question.getType() != type
          || question.getDClass() != DClass.IN) {
        throw new WireParseException("an answer to another question");
      }
      int rcode = response.getRcode();
      if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
        throw new UnansweredException(
            DnsText.saysBogus(response) ? DnssecStatus.BOGUS : DnssecStatus.INDETERMINATE,
            "the server said " + Rcode.string(rcode) + DnsText.extendedErrors(response));
      }
    }
  }
}
