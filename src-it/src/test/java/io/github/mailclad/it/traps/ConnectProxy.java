package io.github.mailclad.it.traps;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Lines;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.util.Properties;

/**
 * An HTTP proxy that leads every CONNECT to one mail server, so that a test can use any host name
 * and any port without a resolver: nothing leaves loopback.
 */
public final class ConnectProxy {
  private ConnectProxy() {}

  /** A proxy before a server with implicit TLS. */
  public static TlsFront beforeTls(Issued certificate, MailDialogue dialogue) {
    return TlsFront.builder()
        .certificate(certificate)
        .mischief(Mischief.EXPECT_STARTTLS)
        .dialogue(
            io -> {
              accept(io);
              io.startTls();
              dialogue.serve(io);
            })
        .start();
  }

  /** A proxy before a server that begins in the clear. */
  public static TlsFront beforeStarttls(Issued certificate, MailDialogue dialogue) {
    return TlsFront.builder()
        .certificate(certificate)
        .mischief(Mischief.EXPECT_STARTTLS)
        .dialogue(
            io -> {
              accept(io);
              dialogue.serve(io);
            })
        .start();
  }

  /** A proxy before a server without TLS. */
  public static TlsFront beforeCleartext(MailDialogue dialogue) {
    return TlsFront.builder()
        .mischief(Mischief.PLAINTEXT)
        .dialogue(
            io -> {
              accept(io);
              dialogue.serve(io);
            })
        .start();
  }

  private static void accept(Lines io) throws IOException {
    for (String line = io.readLine(); line != null && !line.isEmpty(); ) {
      line = io.readLine();
    }
    io.send("HTTP/1.1 200 established", "");
  }

  /** Properties that lead to that host by way of the proxy. */
  public static Properties through(TlsFront proxy, String protocol, String host) {
    Properties properties = World.pointing(protocol, proxy);
    properties.setProperty("mail." + protocol + ".host", host);
    properties.setProperty("mail." + protocol + ".proxy.host", proxy.host());
    properties.setProperty("mail." + protocol + ".proxy.port", Integer.toString(proxy.port()));
    return properties;
  }
}
