package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.client.NioClient;
import io.github.mailclad.bench.client.Peers;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.client.VertxClient;
import java.util.List;

/** The clients that send. */
final class SendingClients {
  private SendingClients() {}

  /** Those that send one by one over one connection, and can say when a message was accepted. */
  static List<Contender<Sending>> overOne(MailServer server) throws Exception {
    return List.of(
        Contender.ours(AngusClient.ours(server)::sendOverOne),
        Contender.plain(AngusClient.plain(server)::sendOverOne),
        Contender.peer("Angus tuned", AngusClient.tuned(server)::sendOverOne),
        Contender.peer(
            "Angus tuned, chunks",
            AngusClient.tuned(server).with("chunksize", "2000000")::sendOverOne),
        Contender.peer("Simple Java Mail", Peers.simpleJavaMail(server, AngusClient.plain(server))),
        Contender.peer("Vert.x", new VertxClient(server)::send),
        Contender.peer("NioSmtpClient", new NioClient(server)::send),
        Contender.minimum(new MinimalClient(server)::send));
  }

  /** What an application writes that knows of no connection: a call for each message. */
  static List<Contender<Sending>> each(MailServer server) throws Exception {
    return List.of(
        Contender.ours(AngusClient.ours(server)::sendEach),
        Contender.plain(AngusClient.plain(server)::sendEach),
        Contender.peer("Spring", Peers.springEach(server, AngusClient.tuned(server))),
        Contender.peer("Simple Java Mail", Peers.simpleJavaMail(server, AngusClient.plain(server))),
        Contender.peer("Vert.x", new VertxClient(server)::send),
        Contender.minimum(new MinimalClient(server)::send));
  }

  /** Those that get all messages at once. */
  static List<Contender<Sending>> all(MailServer server) throws Exception {
    AngusClient ours = AngusClient.ours(server);
    return List.of(
        Contender.ours(ours::sendAtOnce),
        Contender.plain(Peers.springAll(server, AngusClient.plain(server))),
        Contender.peer("Spring, Mailclad", Peers.springAll(server, ours)),
        Contender.peer("Spring, Angus tuned", Peers.springAll(server, AngusClient.tuned(server))),
        Contender.minimum(new MinimalClient(server)::sendBurst));
  }
}
