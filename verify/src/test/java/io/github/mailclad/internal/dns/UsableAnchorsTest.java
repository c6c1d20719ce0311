package io.github.mailclad.internal.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mailclad.fixtures.Requirement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DNSSEC;

/** Trust anchors: never none, and the root's are those that others have. */
class UsableAnchorsTest {
  private static final List<InetSocketAddress> SERVERS =
      List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));

  private static void make(String anchors) {
    new DnsjavaResolver(ResolverSettings.local(SERVERS, anchors), Clock.systemUTC());
  }

  static Stream<String> unusable() throws Exception {
    Zone.Signer good = Zone.Signer.of(Zone.name("."), DNSSEC.Algorithm.ECDSAP256SHA256, 256);
    Zone.Signer sha1 = Zone.Signer.of(Zone.name("."), DNSSEC.Algorithm.RSASHA1, 2048);
    Zone.Signer small = Zone.Signer.of(Zone.name("."), DNSSEC.Algorithm.RSASHA256, 1024);
    return Stream.of(
        "",
        "; nothing\n",
        "not a zone file",
        ". IN A 192.0.2.1",
        good.ds(DNSSEC.Digest.SHA1) + "\n",
        sha1.ds(DNSSEC.Digest.SHA256) + "\n",
        sha1.key() + "\n",
        small.key() + "\n",
        ". IN DS 1 253 2 " + "ab".repeat(32),
        ". IN DS 1 13 250 " + "ab".repeat(32),
        "$INCLUDE root-anchors");
  }

  @ParameterizedTest
  @MethodSource("unusable")
  @Requirement(
      value = {"N-48", "N-49"},
      heldBy = "UsableAnchors")
  void withoutAUsableAnchorNothingIsValidated(String anchors) {
    assertThrows(IllegalArgumentException.class, () -> make(anchors));
  }

  @Test
  void aKeyOrItsDigestCanBeTheAnchor() throws Exception {
    Zone.Signer good = Zone.Signer.of(Zone.name("."), DNSSEC.Algorithm.ECDSAP256SHA256, 256);

    make(good.key().toString());
    make(good.ds(DNSSEC.Digest.SHA256) + "\n" + good.ds(DNSSEC.Digest.SHA1));
    make(AnchorRecords.shipped());
  }

  @Test
  void aServerThatValidatesNeedsNoAnchor() {
    new DnsjavaResolver(ResolverSettings.byServer(SERVERS), Clock.systemUTC());
  }

  @Test
  void theShippedAnchorsAreThoseOfTheDistribution() throws Exception {
    Path theirs = Path.of("/usr/share/dns/root.ds");
    assumeTrue(
        Files.exists(theirs),
        "NOT CHECKED: the root anchors; the package dns-root-data is not installed");

    assertEquals(records(Files.readString(theirs)), records(AnchorRecords.shipped()));
  }

  private static Set<String> records(String zoneFile) {
    return zoneFile
        .lines()
        .map(line -> line.replaceAll(";.*", "").replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toSet());
  }
}
