package io.github.mailclad.it.dns;

import io.github.mailclad.it.dns.Exchange.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A change of answers by an attacker on the path. */
@SuppressWarnings("ImmutableEnumChecker") // immutable lists
public enum Tampering {
  NOTHING(x -> x.honest()),
  STRIPS_SIGNATURES(x -> wire(x.without(is(Type.RRSIG)))),
  /** As a middlebox does that knows no DNSSEC. */
  STRIPS_DNSSEC(x -> wire(x.without(Tampering::isOfDnssec))),
  STRIPS_DS(x -> wire(x.without(r -> covers(r, Type.DS)))),
  STRIPS_DNSKEY(x -> wire(x.without(r -> covers(r, Type.DNSKEY)))),
  STRIPS_DENIALS(x -> wire(x.without(r -> covers(r, Type.NSEC) || covers(r, Type.NSEC3)))),
  HIDES_TLSA(x -> asked(x, Type.TLSA) ? wire(x.empty(Rcode.NOERROR)) : x.honest()),
  HIDES_SRV(x -> asked(x, Type.SRV) ? wire(x.empty(Rcode.NOERROR)) : x.honest()),
  DENIES_TLSA(x -> asked(x, Type.TLSA) ? wire(x.empty(Rcode.NXDOMAIN)) : x.honest()),
  DENIES_SRV(x -> asked(x, Type.SRV) ? wire(x.empty(Rcode.NXDOMAIN)) : x.honest()),
  DENIES_EVERYTHING(x -> wire(x.empty(Rcode.NXDOMAIN))),
  CALLS_IT_NXDOMAIN(x -> wire(code(x.answer(), Rcode.NXDOMAIN))),
  CALLS_IT_NODATA(x -> wire(code(x.answer(), Rcode.NOERROR))),
  FLIPS_A_BIT(x -> wire(x.with(r -> isData(r) ? Altered.otherwise(r) : r))),
  FLIPS_A_BIT_OF_SIGNATURES(
      x -> wire(x.with(r -> is(Type.RRSIG).test(r) ? Altered.otherwise(r) : r))),
  FLIPS_A_BIT_OF_KEYS(x -> wire(x.with(r -> is(Type.DNSKEY).test(r) ? Altered.otherwise(r) : r))),
  SETS_AD(x -> wire(Exchange.flagged(x.answer(), Flags.AD))),
  SETS_AD_AND_STRIPS(x -> wire(Exchange.flagged(x.without(Tampering::isOfDnssec), Flags.AD))),
  SETS_AD_AND_FLIPS_A_BIT(
      x -> wire(Exchange.flagged(x.with(r -> isData(r) ? Altered.otherwise(r) : r), Flags.AD))),
  SERVFAIL_FOR_TLSA(x -> asked(x, Type.TLSA) ? wire(x.empty(Rcode.SERVFAIL)) : x.honest()),
  SERVFAIL_FOR_DS(x -> asked(x, Type.DS) ? wire(x.empty(Rcode.SERVFAIL)) : x.honest()),
  SERVFAIL_FOR_DNSKEY(x -> asked(x, Type.DNSKEY) ? wire(x.empty(Rcode.SERVFAIL)) : x.honest()),
  REFUSES_EDNS(x -> x.query().getOPT() != null ? wire(x.empty(Rcode.FORMERR)) : x.honest()),
  TRUNCATES_UDP(x -> x.transport() == Transport.UDP ? wire(x.truncated()) : x.honest()),
  TRUNCATES_EVERYTHING(x -> wire(x.truncated())),
  REPLAYS_ANOTHER_ANSWER(
      x -> x.another().isPresent() ? wire(x.replayed(x.another().get())) : x.honest()),
  RENAMES_ANOTHER_ANSWER(
      x -> x.another().isPresent() ? wire(renamed(x, x.another().get())) : x.honest()),
  HUGE(x -> wire(x.transport() == Transport.UDP ? x.truncated() : padded(x))),
  HUGE_DATAGRAMS(x -> wire(padded(x))),
  /** Over UDP, an attacker who does not see the query is faster than the server. */
  WRONG_ID_FIRST(x -> wire(otherId(forged(x))), x -> x.honest()),
  WRONG_QUESTION_FIRST(x -> wire(otherQuestion(forged(x))), x -> x.honest()),
  WRONG_QUESTION_ONLY(x -> wire(otherQuestion(forged(x)))),
  GARBAGE(x -> Arrays.copyOf(x.honest(), x.honest().length / 2)),
  DROPS_TLSA(x -> asked(x, Type.TLSA) ? nothing() : x.honest()),
  DROPS_DS(x -> asked(x, Type.DS) ? nothing() : x.honest()),
  DROPS_DNSKEY(x -> asked(x, Type.DNSKEY) ? nothing() : x.honest()),
  DELAYS(x -> x.honest());

  private static final Duration DELAY = Duration.ofSeconds(3);
  private static final Set<Integer> DATA = Set.of(Type.A, Type.AAAA, Type.SRV, Type.TLSA);
  private static final Set<Integer> DNSSEC =
      Set.of(Type.RRSIG, Type.DNSKEY, Type.DS, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);

  private final List<Change> changes;

  Tampering(Change... changes) {
    this.changes = List.of(changes);
  }

  /** One message that is made of an answer. */
  private interface Change {
    byte[] of(Exchange exchange) throws IOException;
  }

  /** Returns the messages in place of the honest answer; those of TCP without their lengths. */
  List<byte[]> messages(Exchange exchange) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    for (Change change : changes) {
      byte[] message = change.of(exchange);
      if (message.length > 0) {
        messages.add(message);
      }
    }
    return messages;
  }

  /** Returns the delay of all messages. */
  Duration delay() {
    return this == DELAYS ? DELAY : Duration.ZERO;
  }

  /** Returns whether the resolvers have to wait for it. */
  boolean isSlow() {
    return Set.of(
            HUGE_DATAGRAMS,
            GARBAGE,
            WRONG_QUESTION_ONLY,
            DROPS_TLSA,
            DROPS_DS,
            DROPS_DNSKEY,
            DELAYS)
        .contains(this);
  }

  /** No message at all. */
  private static byte[] nothing() {
    return new byte[0];
  }

  private static byte[] wire(Message message) {
    return message.toWire(Message.MAXLENGTH);
  }

  private static boolean asked(Exchange exchange, int type) {
    return exchange.type() == type;
  }

  private static Predicate<Record> is(int type) {
    return record -> record.getType() == type;
  }

  /** Of that type, or a signature of it. */
  private static boolean covers(Record record, int type) {
    return record.getRRsetType() == type;
  }

  private static boolean isOfDnssec(Record record) {
    return DNSSEC.contains(record.getType());
  }

  private static boolean isData(Record record) {
    return DATA.contains(record.getType());
  }

  private static Message code(Message answer, int rcode) {
    answer.getHeader().setRcode(rcode);
    return answer;
  }

  /** The other answer with the name of this question at the records of the other question. */
  private static Message renamed(Exchange exchange, byte[] other) throws IOException {
    Name from = new Message(other).getQuestion().getName();
    Name to = exchange.query().getQuestion().getName();
    Message answer = exchange.replayed(other);
    for (Record record : List.copyOf(answer.getSection(Section.ANSWER))) {
      if (record.getName().equals(from)) {
        answer.removeRecord(record, Section.ANSWER);
        answer.addRecord(
            Record.newRecord(
                to,
                record.getType(),
                record.getDClass(),
                record.getTTL(),
                record.rdataToWireCanonical()),
            Section.ANSWER);
      }
    }
    return answer;
  }

  /** Returns as many records as fit, of a name that was not asked for. */
  private static Message padded(Exchange exchange) throws IOException {
    Message answer = exchange.answer();
    Name other = Name.fromConstantString("padding.test.");
    int room = Message.MAXLENGTH - exchange.honest().length - 512;
    for (int i = 0; i < room / 32; i++) {
      answer.addRecord(
          new ARecord(other, DClass.IN, 300, InetAddress.getByAddress(address(i))), Section.ANSWER);
    }
    return answer;
  }

  private static byte[] address(int number) {
    return new byte[] {127, 1, (byte) (number >> 8), (byte) number};
  }

  private static Message forged(Exchange exchange) throws IOException {
    return Exchange.flagged(
        exchange.with(record -> isData(record) ? Altered.otherwise(record) : record), Flags.AD);
  }

  private static Message otherId(Message message) {
    message.getHeader().setID(message.getHeader().getID() ^ 0x5555);
    return message;
  }

  private static Message otherQuestion(Message message) {
    Record question = message.getQuestion();
    message.removeAllRecords(Section.QUESTION);
    message.addRecord(
        Record.newRecord(
            Name.fromConstantString("other.test."), question.getType(), question.getDClass()),
        Section.QUESTION);
    return message;
  }
}
