package io.github.mailclad.it.dns;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A query, and the honest answer to it, as an attacker on the path has them.
 *
 * @param query the question
 * @param honest the answer as it came
 * @param transport how both travel
 * @param another the honest answer to the same type at another name, if there was one before
 */
@SuppressWarnings("ArrayRecordComponent") // octets that are never compared
record Exchange(Message query, byte[] honest, Transport transport, Optional<byte[]> another) {
  private static final int[] SECTIONS = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL};

  enum Transport {
    UDP,
    TCP
  }

  int type() {
    return query.getQuestion().getType();
  }

  /** The honest answer, to be changed. */
  Message answer() throws IOException {
    return new Message(honest);
  }

  /** The honest answer without these records. */
  Message without(Predicate<Record> gone) throws IOException {
    return with(record -> gone.test(record) ? null : record);
  }

  /** The honest answer with other records; null takes a record out. */
  Message with(Function<Record, @Nullable Record> change) throws IOException {
    Message answer = answer();
    for (int section : SECTIONS) {
      List<Record> before = answer.getSection(section);
      answer.removeAllRecords(section);
      for (Record record : before) {
        Record after = record.getType() == Type.OPT ? record : change.apply(record);
        if (after != null) {
          answer.addRecord(after, section);
        }
      }
    }
    return answer;
  }

  /** An answer of this code that has no records. */
  Message empty(int rcode) throws IOException {
    Message answer = without(record -> true);
    answer.getHeader().setRcode(rcode);
    return answer;
  }

  /** Returns the answer for another name, as if it were for this one. */
  Message replayed(byte[] other) throws IOException {
    Message answer = new Message(other);
    answer.removeAllRecords(Section.QUESTION);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    answer.getHeader().setID(query.getHeader().getID());
    return answer;
  }

  /** With a flag that the answer did not have. */
  static Message flagged(Message answer, int flag) {
    answer.getHeader().setFlag(flag);
    return answer;
  }

  /** Nothing, and the sign that there is more by TCP. */
  Message truncated() throws IOException {
    return flagged(without(record -> true), Flags.TC);
  }
}
