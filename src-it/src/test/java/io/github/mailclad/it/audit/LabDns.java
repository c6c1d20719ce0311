package io.github.mailclad.it.audit;

import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.it.dns.SignedWorld;
import io.github.mailclad.it.dns.Zone;
import io.github.mailclad.resolver.ValidatingResolver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The records of the lab: in memory with their statuses, or in signed, unsigned and wrongly signed
 * zones of NSD, which the doctor's own resolver validates.
 */
final class LabDns {
  private final FakeDns memory = new FakeDns().absencesAre(DnssecStatus.SECURE);
  private final Map<String, Consumer<Zone>> zones = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** A line of a zone file; the owner has no dot at its end, the data is as in a zone file. */
  private record Entry(String owner, String data) {}

  /** A running world and its resolver. */
  record Served(SecureResolver resolver, AutoCloseable servers) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      servers.close();
    }
  }

  /** Adds a signed zone. */
  LabDns zone(String name) {
    zones.put(name, zone -> {});
    return this;
  }

  /** Adds addresses; a host without DNSSEC is an unsigned zone. */
  LabDns addresses(DnssecStatus status, String host, String... addresses) {
    memory.addresses(status, host, addresses);
    return added(status, host, host, "A ", addresses);
  }

  /** Adds a host whose signatures have ended. */
  LabDns expired(String host, String address) {
    for (FakeDns.Type type : List.of(FakeDns.Type.A, FakeDns.Type.AAAA)) {
      memory.fails(type, host, DnssecStatus.BOGUS, "a signature has ended");
    }
    for (int port : new int[] {993, 143, 995, 110, 465, 587}) {
      memory.fails(
          FakeDns.Type.TLSA,
          "_" + port + "._tcp." + host,
          DnssecStatus.BOGUS,
          "a signature has ended");
    }
    zones.put(host, Zone::expired);
    entries.add(new Entry(host, "A " + address));
    return this;
  }

  /** Adds SRV records; records without DNSSEC are an unsigned zone. */
  LabDns srv(DnssecStatus status, String owner, String... records) {
    memory.srv(status, owner, records);
    String[] absolute = new String[records.length];
    for (int i = 0; i < records.length; i++) {
      absolute[i] = records[i].endsWith(".") ? records[i] : records[i] + ".";
    }
    return added(status, owner, owner, "SRV ", absolute);
  }

  /** Adds TLSA records; records without DNSSEC are in the unsigned zone of their host. */
  LabDns tlsa(DnssecStatus status, String owner, String... records) {
    memory.tlsa(status, owner, records);
    return added(status, owner.replaceFirst("_\\d+\\._tcp\\.", ""), owner, "TLSA ", records);
  }

  /** Adds a TXT record; one without DNSSEC is an unsigned zone. */
  LabDns txt(DnssecStatus status, String owner, String text) {
    memory.txt(status, owner, text);
    return added(status, owner, owner, "TXT ", '"' + text + '"');
  }

  /** Adds an alias; one without DNSSEC is in an unsigned zone, because it cannot be one. */
  LabDns alias(DnssecStatus status, String owner, String target) {
    memory.alias(status, owner, target);
    String parent = owner.substring(owner.indexOf('.') + 1);
    return added(status, parent, owner, "CNAME ", target + ".");
  }

  private LabDns added(
      DnssecStatus status, String unsignedZone, String owner, String type, String... data) {
    if (status == DnssecStatus.INSECURE) {
      zones.put(unsignedZone, Zone::unsigned);
    }
    for (String each : data) {
      entries.add(new Entry(owner, type + each));
    }
    return this;
  }

  /** Returns the records in memory. */
  Served inMemory() {
    return new Served(memory, () -> {});
  }

  /** Serves the zones from NSD, or skips the test. */
  Served fromNsd(Path folder) throws IOException, InterruptedException {
    SignedWorld.Builder builder = SignedWorld.bare();
    zones.forEach(builder::zone);
    for (Entry entry : entries) {
      String zone =
          zones.keySet().stream()
              .filter(name -> entry.owner().equals(name) || entry.owner().endsWith("." + name))
              .max(Comparator.comparingInt(String::length))
              .orElseThrow();
      builder.zone(zone, content -> content.records(entry.owner() + ". IN " + entry.data()));
    }
    SignedWorld world = builder.start(Files.createDirectories(folder));
    SecureResolver resolver =
        ValidatingResolver.asking(
            List.of(new InetSocketAddress(Loopback.V4, world.resolver())),
            world.anchor(),
            Clock.systemUTC());
    return new Served(resolver, world);
  }
}
