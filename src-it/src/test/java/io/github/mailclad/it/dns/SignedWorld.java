package io.github.mailclad.it.dns;

import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.it.servers.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A whole tree of names from the root on, signed with keys of its own, on servers of its own on
 * loopback: NSD has the zones, one unbound resolves without validating, another one validates. None
 * of them asks any other server.
 */
public final class SignedWorld implements AutoCloseable {
  /** The time after which its servers end by themselves if the test did not close it. */
  static final Duration LIFETIME = Duration.ofMinutes(20);

  private final List<ServerProcess> running = new ArrayList<>();
  private final List<Zone> zones;
  private final DSRecord anchor;
  private final List<Integer> ports;

  private SignedWorld(Builder builder, Path directory) throws IOException, InterruptedException {
    SignedTree tree = SignedTree.of(List.copyOf(builder.zones.values()), directory, Instant.now());
    this.zones = tree.zones();
    this.anchor = tree.anchor();
    this.ports = LoopbackPorts.free(3);
    try {
      running.add(NameServer.start(directory, nameServer(), tree.files()));
      running.add(Unbound.RESOLVING.start(directory, resolver(), nameServer(), anchor.toString()));
      running.add(
          Unbound.VALIDATING.start(directory, validator(), nameServer(), anchor.toString()));
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A world that has the zones of the catalogue, and room for more. */
  public static Builder builder() {
    Builder builder = new Builder();
    Catalogue.addTo(builder);
    return builder;
  }

  /** Builds a world that has the root and {@code test} with the name server's address, no more. */
  public static Builder bare() {
    return new Builder()
        .zone(".", zone -> {})
        .zone("test", zone -> zone.records("ns IN A 127.0.0.1"));
  }

  /** The content of a world. */
  public static final class Builder {
    private final Map<Name, Zone> zones = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a zone, or to a zone that is there already. The zone above it delegates to it.
     *
     * @param name without a dot at its end, for example {@code mail.test}; some zone above it has
     *     to be there, at least {@code test}
     * @param content adds the records
     */
    public Builder zone(String name, Consumer<Zone> content) {
      content.accept(zones.computeIfAbsent(absolute(name), Zone::new));
      return this;
    }

    /**
     * Signs all zones and starts the servers, or skips the test.
     *
     * @param directory for all files
     */
    public SignedWorld start(Path directory) throws IOException, InterruptedException {
      Installed.programsOrSkip(
          NameServer.PROGRAM, Unbound.PROGRAM, ZoneSigner.KEYGEN, ZoneSigner.SIGNZONE);
      return new SignedWorld(this, directory);
    }
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** The port of the name server, which has the authority for everything. */
  public int nameServer() {
    return ports.get(0);
  }

  /** The port of the resolver that does not validate: what a stub resolver would ask. */
  public int resolver() {
    return ports.get(1);
  }

  /** The port of the resolver that validates. */
  public int validator() {
    return ports.get(2);
  }

  /** The trust anchor of the root, a DS record as it stands in a zone file. */
  public String anchor() {
    return anchor.toString();
  }

  /** An anchor of the same form that no key of this world matches. */
  public String wrongAnchor() {
    return Altered.of(anchor).toString();
  }

  /** Everything that there is to ask in this world, and some things that are not there. */
  List<Question> questions() {
    return zones.stream().flatMap(zone -> Question.about(zone).stream()).distinct().toList();
  }

  /** Returns the question for the record that makes a name an alias: a CNAME, or a DNAME above. */
  Question aliasAt(String owner) {
    Name name = absolute(owner);
    return zones.stream()
        .flatMap(zone -> zone.records().stream())
        .filter(r -> r instanceof DNAMERecord && name.subdomain(r.getName()))
        .findAny()
        .map(dname -> new Question(dname.getName(), Type.DNAME))
        .orElseGet(() -> new Question(name, Type.CNAME));
  }

  /** Returns the validating resolver. */
  Oracle oracle() {
    return new Oracle(validator());
  }

  /** Returns the log of the server in that place of the list of ports. */
  String log(int port) {
    return running.get(ports.indexOf(port)).logAfter(0);
  }

  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }
}
