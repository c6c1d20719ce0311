package io.github.mailclad.it.dns;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;

/** The answers of another validating resolver, by its header flags (RFC 4035, section 3). */
final class Oracle {
  private final SimpleResolver resolver;

  /** Asks the resolver on that port of loopback. */
  Oracle(int port) {
    resolver = new SimpleResolver(new InetSocketAddress(Loopback.V4, port));
    resolver.setEDNS(0, 1232, ExtendedFlags.DO, List.of());
    resolver.setTimeout(Duration.ofSeconds(30));
  }

  /** The verdict of the resolver. */
  Verdict ask(Question question) {
    Message answer = send(question, Checking.ENABLED);
    int rcode = answer.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      // a client that disables checking gets Bogus data
      int unchecked = send(question, Checking.DISABLED).getRcode();
      boolean bogus = unchecked == Rcode.NOERROR || unchecked == Rcode.NXDOMAIN;
      return new Verdict(
          bogus ? DnssecStatus.BOGUS : DnssecStatus.INDETERMINATE, Set.of(), question.text());
    }
    Name owner = owner(question.name(), answer);
    Set<String> records = new HashSet<>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record.getType() == question.type() && record.getName().equals(owner)) {
        records.add(words(record));
      }
    }
    return new Verdict(
        answer.getHeader().getFlag(Flags.AD) ? DnssecStatus.SECURE : DnssecStatus.INSECURE,
        records,
        owner.toString(true).toLowerCase(Locale.ROOT));
  }

  private enum Checking {
    ENABLED,
    DISABLED
  }

  private Message send(Question question, Checking checking) {
    try {
      Message query =
          Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
      if (checking == Checking.DISABLED) {
        query.getHeader().setFlag(Flags.CD);
      }
      return resolver.send(query);
    } catch (IOException e) {
      throw new UncheckedIOException(question.toString(), e);
    }
  }

  private static Name owner(Name name, Message answer) {
    Map<Name, Name> aliases = new HashMap<>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof CNAMERecord cname) {
        aliases.put(cname.getName(), cname.getTarget());
      }
    }
    Name owner = name;
    for (int steps = 0; aliases.containsKey(owner) && steps < aliases.size(); steps++) {
      owner = aliases.getOrDefault(owner, owner);
    }
    return owner;
  }

  /** As the records of the port say it. */
  private static String words(Record record) {
    if (record instanceof SRVRecord srv) {
      String target = srv.getTarget().equals(Name.root) ? "." : srv.getTarget().toString(true);
      return new SrvRecord(
              srv.getPriority(), srv.getWeight(), srv.getPort(), target.toLowerCase(Locale.ROOT))
          .toString();
    }
    if (record instanceof TLSARecord tlsa) {
      return new TlsaRecord(
              tlsa.getCertificateUsage(),
              tlsa.getSelector(),
              tlsa.getMatchingType(),
              tlsa.getCertificateAssociationData())
          .toString();
    }
    if (record instanceof ARecord a) {
      return a.getAddress().getHostAddress();
    }
    return record instanceof AAAARecord aaaa
        ? aaaa.getAddress().getHostAddress()
        : record.rdataToString();
  }
}
