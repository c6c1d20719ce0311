package io.github.mailclad.it.dns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Zones that are delegated from the root downwards, signed, and written to files.
 *
 * @param zones all of them
 * @param files where they are, by name
 * @param anchor the trust anchor of the root
 */
record SignedTree(List<Zone> zones, Map<String, Path> files, DSRecord anchor) {
  private static final Name SERVER = Name.fromConstantString("ns.test.");

  static SignedTree of(List<Zone> zones, Path directory, Instant now)
      throws IOException, InterruptedException {
    ZoneSigner signer = new ZoneSigner(directory, now);
    Map<Zone, List<String>> keys = new HashMap<>();
    List<Zone> signed = zones.stream().filter(Zone::isSigned).toList();
    List<List<String>> made =
        all(signed.stream().<Callable<List<String>>>map(z -> () -> signer.keys(z)).toList());
    for (int i = 0; i < signed.size(); i++) {
      keys.put(signed.get(i), made.get(i));
    }
    Map<Zone, List<DSRecord>> delegations = new HashMap<>();
    for (Zone zone : zones) {
      delegations.put(
          zone,
          zone.isSigned()
              ? signer.delegation(zone, keys.getOrDefault(zone, List.of()))
              : List.of());
    }
    Map<String, Path> files = new LinkedHashMap<>();
    List<Callable<Path>> writing = new ArrayList<>();
    for (Zone zone : zones) {
      Path file = directory.resolve("served-" + zone);
      files.put(zone.toString(), file);
      writing.add(
          () -> {
            ZoneSigner.write(file, served(zone, zones, keys, delegations, signer));
            return file;
          });
    }
    all(writing);
    Zone root = zones.stream().filter(z -> z.origin.equals(Name.root)).findAny().orElseThrow();
    return new SignedTree(zones, files, delegations.getOrDefault(root, List.of()).get(0));
  }

  private static List<Record> served(
      Zone zone,
      List<Zone> zones,
      Map<Zone, List<String>> keys,
      Map<Zone, List<DSRecord>> delegations,
      ZoneSigner signer)
      throws IOException, InterruptedException {
    List<Record> records = new ArrayList<>(zone.records());
    List<Record> afterwards = new ArrayList<>();
    for (Zone child : zones) {
      if (child != zone && parent(child, zones) == zone) {
        // what lies in an opt-out span is not signed and not denied
        boolean inSpan = zone.denial() == Denial.NSEC3_OPT_OUT && !child.isSigned();
        (inSpan ? afterwards : records).add(new NSRecord(child.origin, DClass.IN, 300, SERVER));
        records.addAll(delegations.getOrDefault(child, List.of()));
      }
    }
    List<Record> served =
        new ArrayList<>(
            zone.isSigned()
                ? signer.sign(zone, records, keys.getOrDefault(zone, List.of()))
                : records);
    served.addAll(afterwards);
    return served;
  }

  private static Zone parent(Zone child, List<Zone> zones) {
    return zones.stream()
        .filter(z -> z != child && child.origin.subdomain(z.origin))
        .max(Comparator.comparingInt(z -> z.origin.labels()))
        .orElse(child);
  }

  /** Returns the results, each computed on a processor of its own if possible. */
  private static <T> List<T> all(List<Callable<T>> tasks) throws IOException, InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
