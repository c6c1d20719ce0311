package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The servers of a comparison. Each is started when the first scenario needs it. */
final class ComparedServers implements AutoCloseable {
  /** Those with IMAP and POP3. */
  static final List<String> READING = List.of("Dovecot", "Cyrus");

  /** All of them; the others take mail. */
  static final List<String> NAMES = List.of("Dovecot", "Cyrus", "Postfix", "Exim", "OpenSMTPD");

  private final World world;
  private final Path directory;
  private final Issued certificate;
  private final Map<String, ComparedServer> started = new HashMap<>();
  private final Map<String, ServerProcess> running = new HashMap<>();
  private final TlsFront relay =
      TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new SmtpDialogue()).start();
  private @Nullable MailHost host;

  ComparedServers(World world, Path directory) throws IOException {
    Folders.readable(directory);
    this.world = world;
    this.directory = directory;
    certificate = CertificateBuilder.server().dns("localhost").issuedBy(world.root);
  }

  /** Returns a server that runs, or skips the test. */
  ComparedServer started(String name) throws Exception {
    ComparedServer before = started.get(name);
    if (before != null) {
      return before;
    }
    ComparedServer now =
        switch (name) {
          case "Cyrus" -> cyrus();
          case "OpenSMTPD" -> openSmtpd();
          default -> host().compared(name);
        };
    started.put(name, now);
    return now;
  }

  private MailHost host() throws Exception {
    if (host == null) {
      host = MailHost.start(world, Files.createDirectory(directory.resolve("host")));
    }
    return host;
  }

  private ComparedServer cyrus() throws Exception {
    Cyrus cyrus = Cyrus.orSkip(Files.createDirectory(directory.resolve("cyrus")));
    running.put("Cyrus", cyrus.start(certificate, world.root, world.sentinels));
    return new ComparedServer(cyrus.listeners("PLAIN"), () -> restart("Cyrus", cyrus::start));
  }

  private ComparedServer openSmtpd() throws Exception {
    OpenSmtpd openSmtpd =
        OpenSmtpd.orSkip(Files.createDirectory(directory.resolve("opensmtpd")), relay.port());
    running.put("OpenSMTPD", openSmtpd.start(certificate, world.sentinels));
    return new ComparedServer(openSmtpd.listeners(), () -> restart("OpenSMTPD", openSmtpd::start));
  }

  private void restart(String name, Supplier<ServerProcess> start) {
    Objects.requireNonNull(running.get(name)).close();
    running.put(name, start.get());
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    running.values().forEach(ServerProcess::close);
    relay.close();
  }
}
