package io.github.mailclad.it.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A name and a type: SRV, TLSA, A or AAAA. */
record Question(Name name, int type) {
  static final List<Integer> TYPES = List.of(Type.SRV, Type.TLSA, Type.A, Type.AAAA);

  /** Those of a name like this. */
  static Question of(String name, int type) {
    return new Question(Name.fromConstantString(name + "."), type);
  }

  /**
   * Every type at every name of a zone, at names that its wildcards and DNAMEs make, and at names
   * that are not there.
   */
  static List<Question> about(Zone zone) {
    Set<Name> names = new LinkedHashSet<>(zone.owners());
    for (Record record : zone.records()) {
      if (record.getName().isWild()) {
        Name parent = new Name(record.getName(), 1);
        names.addAll(List.of(below("some", parent), below("two.more", parent), parent));
      }
      if (record instanceof DNAMERecord) {
        for (String label : List.of("mail", "host", "_imaps._tcp", "_10993._tcp.mail", "nothing")) {
          names.add(below(label, record.getName()));
        }
      }
    }
    names.add(zone.origin);
    for (String label : List.of("nothing", "_tcp", "_1._tcp.mail", "zzz", "way.down")) {
      names.add(below(label, zone.origin));
    }
    List<Question> questions = new ArrayList<>();
    for (Name name : names) {
      TYPES.forEach(type -> questions.add(new Question(name, type)));
    }
    return questions;
  }

  private static Name below(String labels, Name parent) {
    try {
      return Name.fromString(labels, parent);
    } catch (TextParseException e) {
      throw new IllegalStateException(labels + " are labels", e);
    }
  }

  /** Without a dot at its end. */
  String text() {
    return name.toString(true);
  }

  @Override
  public String toString() {
    return name + " " + Type.string(type);
  }
}
