package io.github.mailclad.it.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;

/** Makes the keys of zones and signs zones, by the tools of ldns, with all files in one folder. */
final class ZoneSigner {
  static final Path KEYGEN = Path.of("/usr/bin/ldns-keygen");
  static final Path SIGNZONE = Path.of("/usr/bin/ldns-signzone");

  private final Path directory;
  private final Commands commands;
  private final Instant now;

  ZoneSigner(Path directory, Instant now) {
    this.directory = directory;
    this.commands = new Commands(directory);
    this.now = now;
  }

  /** Makes the keys of a zone, and returns the names of their files without an ending. */
  List<String> keys(Zone zone) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (List<String> options : zone.keys().options()) {
      List<String> command = new ArrayList<>(List.of(KEYGEN.toString(), "-r", "/dev/urandom"));
      command.addAll(options);
      command.add(zone.origin.toString());
      names.add(commands.run(command));
    }
    return names;
  }

  /** Returns the DS records of the parent for a zone with these keys, unless that is the flaw. */
  List<DSRecord> delegation(Zone zone, List<String> keys) throws IOException {
    List<DSRecord> right = new ArrayList<>();
    for (String key : keys) {
      for (Record record : read(directory.resolve(key + ".key"), zone)) {
        if (record instanceof DNSKEYRecord dnskey
            && (dnskey.getFlags() & DNSKEYRecord.Flags.SEP_KEY) != 0) {
          right.add(
              new DSRecord(zone.origin, DClass.IN, record.getTTL(), zone.flaw().digest(), dnskey));
        }
      }
    }
    return zone.flaw().delegation(right);
  }

  /** Signs a zone with its keys. */
  List<Record> sign(Zone zone, List<Record> records, List<String> keys)
      throws IOException, InterruptedException {
    String file = "zone-" + zone.origin;
    write(directory.resolve(file), records);
    List<String> command = new ArrayList<>(List.of(SIGNZONE.toString(), "-U"));
    command.addAll(List.of("-o", zone.origin.toString(), "-f", file + "signed"));
    command.addAll(zone.denial().options());
    command.addAll(zone.flaw().signing(now));
    command.add(file);
    command.addAll(keys);
    commands.run(command);
    return zone.flaw().served(read(directory.resolve(file + "signed"), zone));
  }

  static void write(Path file, List<Record> records) throws IOException {
    Files.write(file, records.stream().map(Record::toString).toList(), US_ASCII);
  }

  private static List<Record> read(Path file, Zone zone) throws IOException {
    List<Record> records = new ArrayList<>();
    try (Master master = new Master(file.toString(), zone.origin, Zone.TTL)) {
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        records.add(next);
      }
    }
    return records;
  }
}
