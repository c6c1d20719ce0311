package io.github.mailclad.bench.client;

import com.hubspot.smtp.client.SmtpClientResponse;
import com.hubspot.smtp.client.SmtpSession;
import com.hubspot.smtp.client.SmtpSessionConfig;
import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.client.SmtpSessionFactoryConfig;
import com.hubspot.smtp.messages.MessageContent;
import io.github.mailclad.bench.lab.LabSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;

/**
 * HubSpot's NioSmtpClient, which sends MAIL, RCPT and BDAT in one group. Its thread ends with the
 * process.
 */
public final class NioClient {
  private final MailServer server;
  private final SSLContext context;
  private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
  private final SmtpSessionFactory factory =
      new SmtpSessionFactory(
          SmtpSessionFactoryConfig.builder().eventLoopGroup(loop).executor(Runnable::run).build());

  /** Connects to that server. */
  public NioClient(MailServer server) throws IOException, GeneralSecurityException {
    this.server = server;
    context = Tls.context(server.anchor());
  }

  private SmtpSession connect() throws ExecutionException, InterruptedException {
    SslHandler tls = new SslHandler(Tls.engine(context, server));
    SmtpSession session =
        accepted(
                factory.connect(
                    SmtpSessionConfig.builder()
                        .remoteAddress(new InetSocketAddress(server.host(), server.port()))
                        .addFirstCustomHandlers(tls)
                        .build()))
            .getSession();
    accepted(session.send(new DefaultSmtpRequest(SmtpCommand.EHLO, "x")));
    accepted(session.authPlain(LabSettings.USER, LabSettings.PASSWORD));
    return session;
  }

  /** Connects, logs in, logs out. */
  public void cycle() throws ExecutionException, InterruptedException {
    quit(connect());
  }

  /** Sends one by one. */
  public void send(int messages, Runnable accepted) throws Exception {
    SmtpSession session = connect();
    for (int i = 0; i < messages; i++) {
      MessageContent content = MessageContent.of(Unpooled.wrappedBuffer(TestMessage.octets()));
      accepted(session.send(TestMessage.SENDER, TestMessage.RECIPIENT, content));
      accepted.run();
    }
    quit(session);
  }

  private static void quit(SmtpSession session) throws ExecutionException, InterruptedException {
    accepted(session.send(new DefaultSmtpRequest(SmtpCommand.QUIT)));
    session.close().get();
  }

  private static SmtpClientResponse accepted(CompletableFuture<SmtpClientResponse> answer)
      throws ExecutionException, InterruptedException {
    SmtpClientResponse response = answer.get();
    if (response.containsError()) {
      throw new IllegalStateException(response.toString());
    }
    return response;
  }
}
