package io.github.mailclad.it.setup;

import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.hostile.StarttlsCase;
import io.github.mailclad.it.tls.UnverifiedServersIT;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.bouncycastle.tls.ProtocolVersion;

/**
 * A server at which no login may be tried, of all the kinds that other tests meet.
 *
 * @param protocol a protocol name; TLS starts as the name means it to plain Angus
 * @param what what is wrong
 * @param code how it is refused
 * @param start starts it in a world
 */
record FailingServer(String protocol, String what, String code, Function<World, TlsFront> start) {

  private static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "smtps");

  static List<FailingServer> all() {
    List<FailingServer> all = new ArrayList<>();
    for (UnverifiedServersIT.Defect defect : UnverifiedServersIT.defects()) {
      all.add(of(defect));
    }
    UnverifiedServersIT.weaknesses().stream()
        // the platform refuses such keys by itself, in words of its own
        .filter(weakness -> !weakness.what().contains("1024"))
        .map(FailingServer::of)
        .forEach(all::add);
    for (String protocol : PROTOCOLS) {
      all.addAll(silent(protocol));
      all.add(revoked(protocol));
      for (ProtocolVersion version : List.of(ProtocolVersion.TLSv10, ProtocolVersion.TLSv11)) {
        all.add(
            new FailingServer(
                protocol,
                version + " only",
                "tls-version",
                world ->
                    world.server(protocol).legacy(LegacyTls.only(version).insisting()).start()));
      }
    }
    StarttlsCase.all().stream()
        .filter(each -> !each.code().isEmpty())
        .map(FailingServer::of)
        .forEach(all::add);
    return all;
  }

  private static FailingServer of(UnverifiedServersIT.Defect defect) {
    return new FailingServer(
        defect.protocol(),
        defect.what(),
        defect.code(),
        world ->
            world
                .server(defect.protocol())
                .certificate(defect.certificate().apply(world.root))
                .start());
  }

  private static FailingServer of(StarttlsCase each) {
    return new FailingServer(
        each.protocol(),
        each.row(),
        each.code(),
        world ->
            TlsFront.builder()
                .certificate(world.certificate)
                .mischief(Mischief.EXPECT_STARTTLS)
                .dialogue(each.server().get())
                .start());
  }

  private static List<FailingServer> silent(String protocol) {
    return List.of(
        mischief(protocol, Mischief.PLAINTEXT, "plaintext-server"),
        mischief(protocol, Mischief.ALERT, "tls-alert"),
        mischief(protocol, Mischief.CLOSE, "handshake-failed"),
        mischief(protocol, Mischief.GARBAGE, "plaintext-server"),
        mischief(protocol, Mischief.SILENT, "handshake-timeout"),
        mischief(protocol, Mischief.DRIP, "handshake-timeout"));
  }

  private static FailingServer mischief(String protocol, Mischief mischief, String code) {
    return new FailingServer(
        protocol,
        mischief.name(),
        code,
        world -> world.server(protocol).mischief(mischief).start());
  }

  private static FailingServer revoked(String protocol) {
    Duration hour = Duration.ofHours(1);
    return new FailingServer(
        protocol,
        "revoked",
        "revoked",
        world -> {
          Instant now = Instant.now();
          byte[] staple =
              OcspAnswer.about(world.certificate, world.root)
                  .times(now.minus(hour), now.plus(hour))
                  .revoked(now.minus(hour.multipliedBy(2)), 1)
                  .der();
          return world.server(protocol).legacy(LegacyTls.tls12().stapling(staple)).start();
        });
  }

  /** Returns whether TLS starts by STARTTLS. */
  boolean startsInClear() {
    return !protocol.endsWith("s");
  }

  /** Properties of an account that trusts the world's authority and names no server. */
  static Properties trusting(World world) {
    Properties properties = new Properties();
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.setProperty("mail.security.handshake-timeout", "3000");
    return properties;
  }

  /** Properties that lead to the server, and to nothing else. */
  Properties properties(World world, TlsFront server) {
    Properties properties = trusting(world);
    properties.putAll(World.pointing(protocol, server));
    if (code.equals("handshake-timeout")) {
      properties.setProperty("mail.security.handshake-timeout", "300");
    }
    if (startsInClear()) {
      properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
    }
    return properties;
  }

  @Override
  public String toString() {
    return protocol + ": " + what;
  }
}
