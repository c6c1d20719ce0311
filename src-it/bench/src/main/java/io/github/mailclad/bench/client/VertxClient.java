package io.github.mailclad.bench.client;

import io.github.mailclad.bench.lab.LabSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.util.concurrent.ExecutionException;

/** The mail client of Vert.x with a pool of one connection. Its threads end with the process. */
public final class VertxClient {
  private final MailServer server;
  private final Vertx vertx = Vertx.vertx();

  /** Connects to that server. */
  public VertxClient(MailServer server) {
    this.server = server;
  }

  /** Sends one by one. */
  public void send(int messages, Runnable accepted)
      throws ExecutionException, InterruptedException {
    MailClient client = MailClient.create(vertx, configuration());
    for (int i = 0; i < messages; i++) {
      MailMessage message =
          new MailMessage(
              TestMessage.SENDER, TestMessage.RECIPIENT, TestMessage.SUBJECT, TestMessage.TEXT);
      client.sendMail(message).toCompletionStage().toCompletableFuture().get();
      accepted.run();
    }
    client.close().toCompletionStage().toCompletableFuture().get();
  }

  private MailConfig configuration() {
    return new MailConfig()
        .setHostname(server.host())
        .setPort(server.port())
        .setSsl(true)
        .setLogin(LoginOption.REQUIRED)
        .setAuthMethods("PLAIN")
        .setUsername(LabSettings.USER)
        .setPassword(LabSettings.PASSWORD)
        .setMaxPoolSize(1)
        .setKeepAlive(true)
        .setHostnameVerificationAlgorithm("HTTPS")
        .setTrustOptions(new PemTrustOptions().addCertPath(server.anchor().toString()));
  }
}
