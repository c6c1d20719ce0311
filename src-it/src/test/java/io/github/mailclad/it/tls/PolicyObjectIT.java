package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AnchorSource;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Pin;
import io.github.mailclad.SecuredService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import jakarta.mail.Service;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a policy as an object is enforced on the wire. */
class PolicyObjectIT {
  private final World world = new World();
  private final Issued selfSigned = CertificateBuilder.server().dns("localhost").selfSigned();

  private Properties with(String protocol, TlsFront server, String key, SecurityPolicy policy) {
    Properties properties = world.trusting(protocol, server);
    properties.keySet().removeIf(name -> name.toString().endsWith("trust-anchors"));
    properties.put(key, policy);
    return properties;
  }

  private SecurityPolicy.Builder trusting() {
    return SecurityPolicy.builder()
        .anchors(new AnchorSource.GivenAnchors(List.of(world.root.certificate())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3", "submissions", "smtp"})
  void theServerOfItsAuthorityIsReached(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      for (String key : List.of("mail." + protocol + ".security.policy", "mail.security.policy")) {
        Properties properties = with(protocol, server, key, trusting().build());
        try (Service service = world.connect(protocol, properties)) {
          assertEquals(
              ConfidentialityLevel.AUTHENTICATED,
              ((SecuredService) service).connectionSecurity().orElseThrow().level());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3", "smtp"})
  void whatItDoesNotAllowGetsNothing(String protocol) throws Exception {
    String key = "mail." + protocol + ".security.policy";
    try (TlsFront server = world.server(protocol).start()) {
      Refusals.refused(
          "untrusted-issuer",
          world,
          world.tryToConnect(
              protocol, with(protocol, server, key, SecurityPolicy.builder().build())));
      Refusals.refused(
          "pin-mismatch",
          world,
          world.tryToConnect(
              protocol,
              with(
                  protocol,
                  server,
                  key,
                  trusting().pins(Set.of(Pin.of(selfSigned.certificate()))).build())));
      Properties twice = with(protocol, server, key, trusting().build());
      twice.put("mail." + protocol + ".security.oldest-tls", "TLSv1.3");
      Refusals.refused("unsafe-settings", world, world.tryToConnect(protocol, twice));
      OnTheWire.assertNothingSent(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"D-2-1", "D-5.3-4"},
      heldBy = "PolicyReader")
  void aLoweredLevelReachesTheUsedNameOnly(String protocol) throws Exception {
    SecurityPolicy pinned =
        SecurityPolicy.builder()
            .dangerouslyAccepting(AccountPin.of(selfSigned.certificate()))
            .build();
    String alias = "mail." + protocol.replaceFirst("s$", "") + ".security.policy";
    try (TlsFront server = world.server(protocol).certificate(selfSigned).start()) {
      Refusals.refused(
          "self-signed",
          world,
          world.tryToConnect(protocol, with(protocol, server, alias, pinned)));
      Refusals.refused(
          "unsafe-settings",
          world,
          world.tryToConnect(protocol, with(protocol, server, "mail.security.policy", pinned)));
      OnTheWire.assertNothingSent(world, server);

      String used = "mail." + protocol + ".security.policy";
      try (Service service = world.connect(protocol, with(protocol, server, used, pinned))) {
        assertEquals(
            ConfidentialityLevel.ENCRYPTED,
            ((SecuredService) service).connectionSecurity().orElseThrow().level());
      }
    }
  }
}
