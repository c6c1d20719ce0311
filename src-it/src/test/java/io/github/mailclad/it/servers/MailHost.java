package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.ServerProcess;
import io.github.mailclad.fixtures.oauth.IssuerKind;
import io.github.mailclad.fixtures.oauth.IssuerRules;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Dovecot, Postfix and Exim together, as one host has them: Postfix and Exim ask Dovecot who a user
 * is; Dovecot and Exim give Postfix what is submitted, which delivers where Dovecot reads. Its one
 * user is that of the world's sentinels.
 */
final class MailHost implements AutoCloseable {
  /** In the order in which they start. */
  private static final List<String> SERVERS = List.of("Dovecot", "Postfix", "Exim");

  private final Dovecot dovecot;
  private final Postfix postfix;
  private final Exim exim;
  private final TokenIssuer issuer;
  private final List<ServerProcess> running = new ArrayList<>();
  private final World world;
  private final Path directory;

  private MailHost(World world, Path directory, String ofDovecot) {
    this.world = world;
    this.directory = directory;
    issuer =
        TokenIssuer.start(
            IssuerRules.of(IssuerKind.STANDARD, world.sentinels.user()), world.certificate);
    postfix = new Postfix(directory);
    dovecot = new Dovecot(directory, postfix.relayPort(), ofDovecot);
    exim = new Exim(directory, postfix.relayPort());
  }

  /** Starts all servers, with their files in that folder, or skips the test. */
  static MailHost start(World world, Path directory) throws IOException, InterruptedException {
    return start(
        world,
        CertificateBuilder.server().dns("localhost").key(KeyKind.RSA_2048).issuedBy(world.root),
        directory);
  }

  /** The same servers with another certificate. */
  static MailHost start(World world, Issued certificate, Path directory)
      throws IOException, InterruptedException {
    return start(world, certificate, directory, /* ofDovecot= */ "");
  }

  /** The same servers with further settings of Dovecot. */
  static MailHost start(World world, Issued certificate, Path directory, String ofDovecot)
      throws IOException, InterruptedException {
    Installed.orSkip(Dovecot.PROGRAM, Dovecot.ADMINISTRATION, Postfix.PROGRAM, Exim.PROGRAM);
    MailHost host = new MailHost(world, directory, ofDovecot);
    try {
      host.startAll(certificate);
      return host;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      host.close();
      throw e;
    }
  }

  private void startAll(Issued certificate) throws IOException, InterruptedException {
    Folders.readable(directory);
    Folders.ofMail(Files.createDirectory(directory.resolve("mail")));
    Files.writeString(directory.resolve("authority.pem"), world.root.pem());
    write(certificate);
    issuer.accept(world.sentinels.token());
    for (String server : SERVERS) {
      running.add(started(server));
    }
  }

  private void write(Issued certificate) throws IOException {
    Files.writeString(directory.resolve("certificate.pem"), certificate.chainPem());
    Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
  }

  private ServerProcess started(String server) throws IOException, InterruptedException {
    Sentinels of = world.sentinels;
    return switch (server) {
      case "Dovecot" ->
          dovecot.start(of.user(), of.password(), issuer.at(TokenIssuer.INTROSPECTION));
      case "Postfix" -> postfix.start(of.user());
      default -> exim.start();
    };
  }

  /** Ends Dovecot with all its connections, and starts it with another certificate. */
  void restartDovecot(Issued certificate) throws IOException, InterruptedException {
    write(certificate);
    restart("Dovecot");
  }

  private void restart(String server) throws IOException, InterruptedException {
    int index = SERVERS.indexOf(server);
    running.get(index).close();
    running.set(index, started(server));
  }

  /** Returns one of the servers, to be compared under two clients. */
  ComparedServer compared(String server) {
    List<Listener> its = listeners().stream().filter(each -> each.server().equals(server)).toList();
    return new ComparedServer(its, () -> restart(server));
  }

  /** Returns the issuer of the tokens that Dovecot accepts. */
  TokenIssuer issuer() {
    return issuer;
  }

  /** Returns the ports for users. */
  List<Listener> listeners() {
    return Stream.of(dovecot.listeners(), postfix.listeners(), exim.listeners())
        .flatMap(List::stream)
        .toList();
  }

  /** The process that has the log of a listener. */
  ServerProcess process(Listener listener) {
    return running.get(SERVERS.indexOf(listener.server()));
  }

  /** Returns the process that delivers submitted mail. */
  ServerProcess delivering() {
    return running.get(1);
  }

  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
    issuer.close();
  }
}
