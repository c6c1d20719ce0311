package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Looks up names with dnsjava and caches valid answers. Stages complete on the thread that receives
 * the answer, so a dependent stage that blocks delays other look-ups. Needs {@link
 * DnsLibrary#isPresent()}.
 */
public final class DnsjavaResolver implements SecureResolver {
  /** The largest number of answers of each type; the five types have 1,000 together. */
  private static final int MOST_CACHED = 200;

  private final ServerQueries queries;
  private final DnssecValidator validator;
  private final Clock clock;
  private final Duration inAll;
  private final RecordKind<SrvRecord> srv;
  private final RecordKind<TlsaRecord> tlsa;
  private final RecordKind<String> txt;
  private final RecordKind<InetAddress> ipv4;
  private final RecordKind<InetAddress> ipv6;

  private record RecordKind<T>(int type, Function<Record, T> reading, AnswerCache<T> cache) {}

  /**
   * Creates a resolver with these settings. The clock is used for signatures and for the cache.
   *
   * @throws IllegalArgumentException if it would validate without a usable trust anchor, or believe
   *     a server that is not on this machine
   */
  public DnsjavaResolver(ResolverSettings settings, Clock clock) {
    List<InetSocketAddress> servers =
        settings.servers().isEmpty()
            ? List.copyOf(ResolverConfig.getCurrentConfig().servers())
            : settings.servers();
    check(servers, settings.validation());
    this.clock = clock;
    this.inAll = settings.inAll();
    queries = new ServerQueries(servers, settings.perQuery());
    validator =
        settings.validation() == Validation.LOCAL
            ? new LocalValidator(queries, UsableAnchors.parse(settings.anchors()), clock)
            : new ServerValidator();
    srv = kind(Type.SRV, DnsjavaResolver::srv);
    tlsa = kind(Type.TLSA, DnsjavaResolver::tlsa);
    txt = kind(Type.TXT, DnsjavaResolver::txt);
    ipv4 = kind(Type.A, r -> bare(((ARecord) r).getAddress()));
    ipv6 = kind(Type.AAAA, r -> bare(((AAAARecord) r).getAddress()));
  }

  private static void check(List<InetSocketAddress> servers, Validation validation) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no DNS server is known");
    }
    for (InetSocketAddress server : servers) {
      if (server.isUnresolved()) {
        throw new IllegalArgumentException("a DNS server needs an address, not a name: " + server);
      }
      if (validation == Validation.BY_SERVER && !server.getAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "only a server on this machine is trusted to validate, and "
                + server
                + " is on another one: an attacker on the network could say that its answers are secure");
      }
    }
  }

  private <T> RecordKind<T> kind(int type, Function<Record, T> reading) {
    return new RecordKind<>(type, reading, new AnswerCache<>(MOST_CACHED, clock));
  }

  @Override
  public CompletionStage<Answer<SrvRecord>> srv(String name) {
    return lookUp(name, srv);
  }

  @Override
  public CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
    return lookUp(name, tlsa);
  }

  @Override
  public CompletionStage<Answer<String>> txt(String name) {
    return lookUp(name, txt);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv4(String host) {
    return lookUp(host, ipv4);
  }

  @Override
  public CompletionStage<Answer<InetAddress>> ipv6(String host) {
    return lookUp(host, ipv6);
  }

  /**
   * Removes all types of the name, of its alias targets, and of the names that are aliases of it.
   */
  @Override
  public void forget(String name) {
    Name owner;
    try {
      owner = Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      return;
    }
    Set<String> names = new HashSet<>();
    kinds().forEach(kind -> names.addAll(kind.cache().namesOf(DnsText.of(owner))));
    kinds().forEach(kind -> kind.cache().forget(names));
  }

  private Stream<RecordKind<?>> kinds() {
    return Stream.of(srv, tlsa, txt, ipv4, ipv6);
  }

  private <T> CompletionStage<Answer<T>> lookUp(String text, RecordKind<T> kind) {
    Name name;
    try {
      name = Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      String reason = "it is not a domain name";
      return CompletableFuture.completedStage(
          Answer.failed(text, UnansweredException.indeterminate(reason).status(), reason));
    }
    return kind.cache()
        .get(
            DnsText.of(name),
            () ->
                new NameLookup(
                        queries, validator, clock, new LookupBudget(inAll), name, kind.type())
                    .run(kind.reading()))
        .minimalCompletionStage();
  }

  private static SrvRecord srv(Record r) {
    SRVRecord srv = (SRVRecord) r;
    return new SrvRecord(
        srv.getPriority(), srv.getWeight(), srv.getPort(), DnsText.of(srv.getTarget()));
  }

  private static TlsaRecord tlsa(Record r) {
    TLSARecord tlsa = (TLSARecord) r;
    return new TlsaRecord(
        tlsa.getCertificateUsage(),
        tlsa.getSelector(),
        tlsa.getMatchingType(),
        tlsa.getCertificateAssociationData());
  }

  /**
   * Returns the strings of a record without separators (RFC 7208, section 3.3, joins them, too).
   */
  private static String txt(Record r) {
    StringBuilder all = new StringBuilder();
    for (byte[] string : ((TXTRecord) r).getStringsAsByteArrays()) {
      all.append(new String(string, StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  /** Returns the address without the name that dnsjava attaches to it, which has a trailing dot. */
  private static InetAddress bare(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has as many octets as an address", e);
    }
  }
}
