package io.github.mailclad.it.dns;

import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Records that say something else than they did, by one bit of their data. */
final class Altered {
  /** Of the port; the last octet of a SRV record ends a name. */
  private static final int OF_SRV = 5;

  private Altered() {}

  /** The same record with one bit of its data flipped. */
  static Record of(Record record) {
    return flipped(record, 1);
  }

  /** The same record with another bit flipped, which does not undo the former. */
  static Record otherwise(Record record) {
    return flipped(record, 2);
  }

  private static Record flipped(Record record, int bit) {
    byte[] data = record.rdataToWireCanonical();
    data[record.getType() == Type.SRV ? OF_SRV : data.length - 1] ^= (byte) bit;
    return Record.newRecord(
        record.getName(), record.getType(), record.getDClass(), record.getTTL(), data);
  }
}
