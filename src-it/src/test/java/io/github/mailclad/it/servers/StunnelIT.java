package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TLS of exactly one version by OpenSSL, which stunnel puts in front of servers without TLS. Those
 * record what a client said inside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StunnelIT {
  private static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "smtps");

  private final World world = new World();
  private final Map<String, TlsFront> behind = new LinkedHashMap<>();
  private @Nullable Stunnel stunnel;
  private @Nullable ServerProcess running;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    for (String protocol : PROTOCOLS) {
      behind.put(
          protocol,
          TlsFront.builder()
              .mischief(Mischief.PLAINTEXT)
              .dialogue(World.dialogue(protocol))
              .start());
    }
    Stunnel server =
        Stunnel.orSkip(directory, behind.values().stream().map(TlsFront::port).toList());
    stunnel = server;
    running =
        server.start(
            CertificateBuilder.server()
                .dns("localhost")
                .key(KeyKind.RSA_2048)
                .issuedBy(world.root));
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
    behind.values().forEach(TlsFront::close);
  }

  private TlsFront behind(String protocol) {
    return Objects.requireNonNull(behind.get(protocol));
  }

  private Properties properties(String protocol, String version) {
    TlsFront backend = behind(protocol);
    Properties properties = world.trusting(protocol, backend);
    properties.setProperty(
        "mail." + protocol + ".port",
        Integer.toString(Objects.requireNonNull(stunnel).port(version, backend.port())));
    return properties;
  }

  static Stream<Arguments> versions(String... versions) {
    return PROTOCOLS.stream()
        .flatMap(protocol -> Stream.of(versions).map(each -> Arguments.of(protocol, each)));
  }

  static Stream<Arguments> present() {
    return versions("TLSv1.2", "TLSv1.3");
  }

  static Stream<Arguments> old() {
    return versions("TLSv1", "TLSv1.1");
  }

  @ParameterizedTest
  @MethodSource("present")
  void aPresentVersionIsUsed(String protocol, String version) throws Exception {
    try (Service service = world.connect(protocol, properties(protocol, version))) {
      NegotiatedTls tls = ((SecuredService) service).connectionSecurity().orElseThrow().tls();
      assertEquals(version, Objects.requireNonNull(tls).version().jsseName());
    }
    OnTheWire.assertLeaked(world, behind(protocol));
  }

  @ParameterizedTest
  @MethodSource("old")
  @Requirement(
      value = {"R9325-3.1.1-1", "D-1-1", "B-1-1"},
      heldBy = {"Offer", "TlsHandshake"})
  void anOldVersionIsRefusedBeforeTheServerBehindReceivesAnything(String protocol, String version)
      throws Exception {
    TlsFront backend = behind(protocol);
    int port = Objects.requireNonNull(stunnel).port(version, backend.port());
    assertEquals(0, handshake(version, port), "OpenSSL itself, which takes old versions here");
    backend.recorder().awaitEnds(OnTheWire.PATIENCE);
    int before = backend.recorder().clientRaw().length;
    MessagingException refused = world.tryToConnect(protocol, properties(protocol, version));
    String message = String.valueOf(Refusals.refused("tls-alert", world, refused).getMessage());
    assertTrue(message.contains("protocol_version"), message);
    assertEquals(before, backend.recorder().clientRaw().length);
  }

  /** Returns the exit code of a client that offers this version and then leaves. */
  private static int handshake(String version, int port) throws Exception {
    String flag = version.equals("TLSv1") ? "-tls1" : "-tls1_1";
    Process process =
        new ProcessBuilder(
                "timeout",
                "10",
                "openssl",
                "s_client",
                flag,
                "-cipher",
                "ALL:@SECLEVEL=0",
                "-connect",
                "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
