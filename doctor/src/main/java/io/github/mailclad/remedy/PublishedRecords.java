package io.github.mailclad.remedy;

import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;

/**
 * The records that a mail domain publishes: SRV records of all six services (RFC 6186, RFC 8314;
 * those that are not offered have the target "."), and TLSA records {@code 3 1 1} of the server's
 * keys (RFC 7672, RFC 7673).
 *
 * @param lines the records in the syntax of a zone file
 */
public record PublishedRecords(List<String> lines) {
  public PublishedRecords {
    lines = List.copyOf(lines);
  }

  /**
   * The facts that the records are made of.
   *
   * @param domain the mail domain
   * @param server the host name of the server
   * @param services the services that the server offers
   * @param keys the public keys of the server: the current ones first, then those that are going to
   *     be used; empty for no TLSA records
   * @param seconds the time to live, 60 to 86,400
   */
  public record Plan(
      Host domain, Host server, Set<MailService> services, List<PublicKey> keys, int seconds) {
    public Plan {
      services = Set.copyOf(services);
      keys = List.copyOf(keys);
      if (domain.name().isEmpty() || server.name().isEmpty()) {
        throw new IllegalArgumentException("a domain and a host name are needed, not an address");
      }
      if (services.isEmpty()) {
        throw new IllegalArgumentException("no service is offered");
      }
      if (seconds < 60 || seconds > 86_400) {
        throw new IllegalArgumentException("the time to live is not from 60 to 86400 seconds");
      }
    }
  }

  /** Returns the records of a plan. */
  public static PublishedRecords of(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (MailService service : MailService.values()) {
      boolean offered = plan.services().contains(service);
      // implicit TLS is preferred to STARTTLS (RFC 8314, section 5.1)
      int priority = offered && service.tlsStart() == TlsStart.STARTTLS ? 10 : 0;
      lines.add(
          "_%s._tcp.%s. %d IN SRV %d %d %d %s"
              .formatted(
                  service.srvLabel(),
                  plan.domain().text(),
                  plan.seconds(),
                  priority,
                  offered ? 1 : 0,
                  offered ? service.defaultPort() : 0,
                  offered ? plan.server().text() + "." : "."));
    }
    for (MailService service : MailService.values()) {
      for (PublicKey key : plan.services().contains(service) ? plan.keys() : List.<PublicKey>of()) {
        lines.add(
            "_%d._tcp.%s. %d IN TLSA 3 1 1 %s"
                .formatted(
                    service.defaultPort(),
                    plan.server().text(),
                    plan.seconds(),
                    HexFormat.of().formatHex(digest(key))));
      }
    }
    return new PublishedRecords(lines.stream().distinct().toList());
  }

  private static byte[] digest(PublicKey key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Parses the records with the parser of dnsjava, and compares them with a plan.
   *
   * @return what is wrong, a sentence each; empty if they say what the plan says
   */
  public List<String> problems(Plan plan) {
    List<Record> parsed = new ArrayList<>();
    byte[] zone = String.join("\n", lines).concat("\n").getBytes(StandardCharsets.US_ASCII);
    try (Master master = new Master(new ByteArrayInputStream(zone))) {
      for (Record one = master.nextRecord(); one != null; one = master.nextRecord()) {
        parsed.add(one);
      }
    } catch (IOException e) {
      return List.of("the records cannot be parsed: " + e.getMessage());
    }
    List<String> problems = new ArrayList<>();
    for (MailService service : MailService.values()) {
      checkService(service, plan, parsed, problems);
      if (plan.services().contains(service)) {
        checkKeys(service, plan, parsed, problems);
      }
    }
    if (parsed.stream().anyMatch(one -> one.getTTL() != plan.seconds())) {
      problems.add("a record has another time to live");
    }
    return problems;
  }

  private static void checkService(
      MailService service, Plan plan, List<Record> parsed, List<String> problems) {
    String owner = "_" + service.srvLabel() + "._tcp." + plan.domain().text() + ".";
    List<SRVRecord> found = of(parsed, SRVRecord.class, owner).filter(Objects::nonNull).toList();
    boolean offered = plan.services().contains(service);
    String target = offered ? plan.server().text() + "." : ".";
    int port = offered ? service.defaultPort() : 0;
    boolean right =
        found.size() == 1
            && found.get(0).getTarget().toString().equals(target)
            && found.get(0).getPort() == port;
    if (!right) {
      problems.add(owner + " does not say " + target + " port " + port);
    }
  }

  private static void checkKeys(
      MailService service, Plan plan, List<Record> parsed, List<String> problems) {
    String owner = "_" + service.defaultPort() + "._tcp." + plan.server().text() + ".";
    List<TLSARecord> found = of(parsed, TLSARecord.class, owner).toList();
    for (PublicKey key : plan.keys()) {
      boolean there =
          found.stream()
              .anyMatch(
                  record ->
                      record.getCertificateUsage() == 3
                          && record.getSelector() == 1
                          && record.getMatchingType() == 1
                          && MessageDigest.isEqual(
                              record.getCertificateAssociationData(), digest(key)));
      if (!there) {
        problems.add(owner + " lacks the TLSA record of a key");
      }
    }
    if (found.size() > plan.keys().size()) {
      problems.add(owner + " has a TLSA record of no key");
    }
  }

  private static <T extends Record> Stream<T> of(List<Record> all, Class<T> type, String owner) {
    return all.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(record -> record.getName().toString().equals(owner));
  }
}
