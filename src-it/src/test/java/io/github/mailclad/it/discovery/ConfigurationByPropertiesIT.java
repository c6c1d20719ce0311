package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.fixtures.HttpDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A login by properties alone, at a server that a configuration file names. The proxy of the
 * account leads to web and mail servers of the test, by their ports.
 */
class ConfigurationByPropertiesIT {
  private static final String SERVER = "imap.hoster.example";
  private static final String WEB = "ua-auto-config." + DOMAIN;
  private static final String PATH = "/.well-known/user-agent-configuration.json";
  private static final String CONFIGURATION =
      "{\"protocols\":{\"imap\":{\"host\":\"" + SERVER + "\"}}}";

  private final AddressOnly account = new AddressOnly();
  private final HttpDialogue pages = new HttpDialogue();
  private final TlsFront proxy = proxy();

  private TlsFront proxy() {
    Issued certificate = account.certificateFor(WEB, SERVER, "autoconfig." + DOMAIN);
    return TlsFront.builder()
        .certificate(certificate)
        .mischief(Mischief.EXPECT_STARTTLS)
        .dialogue(
            io -> {
              String connect = String.valueOf(io.readLine());
              for (String line = connect; line != null && !line.isEmpty(); ) {
                line = io.readLine();
              }
              io.send("HTTP/1.1 200 established", "");
              io.startTls();
              if (connect.startsWith("CONNECT " + WEB + ":443 ")) {
                pages.serve(io);
              } else if (connect.contains(":993 ")) {
                // the proxy gets the address that the resolver knows
                World.dialogue("imap").serve(io);
              }
            })
        .start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Properties properties(String discovery) {
    Properties properties = account.properties("imap");
    properties.setProperty("mail.imap.security.discovery", discovery);
    properties.setProperty("mail.imap.proxy.host", proxy.host());
    properties.setProperty("mail.imap.proxy.port", Integer.toString(proxy.port()));
    return properties;
  }

  private void publish(DnssecStatus status, String configuration) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(configuration.getBytes(US_ASCII));
    account.dns.txt(
        status,
        "_ua-auto-config." + DOMAIN,
        "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(digest));
    account.at(SECURE, SERVER);
  }

  @Test
  void aProvedConfigurationIsEnough() throws Exception {
    publish(SECURE, CONFIGURATION);
    pages.page(PATH, "application/json", CONFIGURATION);

    ConnectionSecurity got = account.connect("imap", properties("srv-pacc"));

    assertEquals(new Endpoint(Host.of(SERVER), 993, Endpoint.Provenance.PACC), got.endpoint());
    account.loggedIn(proxy);
    assertEquals(List.of("GET " + PATH + " HTTP/1.1"), pages.requestLines());
  }

  @Test
  void byDefaultNoFileIsAskedFor() throws Exception {
    publish(SECURE, CONFIGURATION);
    pages.page(PATH, "application/json", CONFIGURATION);

    account.refused("no-service-records", "imap", properties("srv"));

    assertEquals(List.of(), proxy.recorder().connections());
  }

  @Test
  void anotherConfigurationThanTheDigestNamesIsRefused() throws Exception {
    publish(SECURE, CONFIGURATION);
    pages.page(PATH, "application/json", CONFIGURATION + " ");

    account.refused("configuration-mismatch", "imap", properties("all"));

    assertEquals(1, proxy.recorder().connections().size());
  }

  @Test
  void aServerOfAnUnsignedDigestHasToBeConfirmed() throws Exception {
    publish(INSECURE, CONFIGURATION);
    pages.page(PATH, "application/json", CONFIGURATION);

    account.refused("target-not-confirmed", "imap", properties("srv-pacc"));
    assertEquals(1, proxy.recorder().connections().size());

    Properties confirmed = properties("srv-pacc");
    confirmed.setProperty("mail.imap.security.confirmed-targets", SERVER);
    assertEquals(SERVER, account.connect("imap", confirmed).endpoint().host().text());
    account.loggedIn(proxy);
  }

  @Test
  void theNextConnectionAsksForNoFile() throws Exception {
    publish(SECURE, CONFIGURATION);
    pages.page(PATH, "application/json", CONFIGURATION);
    Properties properties = properties("srv-pacc");

    account.connect("imap", properties);
    account.connect("imap", properties);

    assertTrue(pages.requestLines().size() == 1, () -> pages.requestLines().toString());
  }
}
