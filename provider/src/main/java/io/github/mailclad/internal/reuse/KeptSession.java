package io.github.mailclad.internal.reuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.AccountPin;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open submission session between two messages, which is logged in if the account has a login.
 *
 * @param in the octets of the server, without the stream of the transport
 * @param out the octets to the server, without the stream of the transport
 * @param messages the number of messages so far
 * @param limit the largest number of messages
 */
public record KeptSession(
    SecuredSocket socket,
    InputStream in,
    OutputStream out,
    Hello hello,
    int messages,
    int limit,
    Instant opened)
    implements KeptConnections.Connection {
  /** The time after which a message must not be lost on the connection. */
  private static final Duration LONG = Duration.ofSeconds(1);

  /** The time after which the operating system is asked for the end of the connection. */
  private static final Duration RECENT = Duration.ofMillis(10);

  private static final int LOOK_MILLIS = 1;

  /**
   * The beginning of a session.
   *
   * @param greeting the greeting of the server, with the ends of its lines
   * @param command the EHLO command
   * @param reply the reply to it, with the ends of its lines
   */
  public record Hello(String greeting, String command, String reply) {}

  /**
   * All that decides which connections are equal. A configuration is equal only to itself: it is
   * read anew after a property has changed.
   *
   * @param login a digest of user, password and identity
   */
  public record Key(
      AccountConfig config,
      Server server,
      String account,
      @Nullable Tlsa tlsa,
      @Nullable AccountPin accepted,
      String helloName,
      String login) {
    Key(AccountConfig config, ConnectionPlan plan, String helloName, String login) {
      this(
          config,
          plan.server(),
          plan.account(),
          plan.records().tlsa(),
          plan.policy().trust().accountPin(),
          helloName,
          login);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal values may stand for other properties
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.config == config
          && key.server.equals(server)
          && key.account.equals(account)
          && Objects.equals(key.tlsa, tlsa)
          && Objects.equals(key.accepted, accepted)
          && key.helloName.equals(helloName)
          && key.login.equals(login);
    }

    @Override
    public int hashCode() {
      return login.hashCode();
    }
  }

  /** Returns whether the server may have closed the connection in that time. */
  static boolean isLong(Duration wait) {
    return wait.compareTo(LONG) >= 0;
  }

  @Override
  public boolean isSilentAfter(Duration wait) {
    return socket.isSilent(wait.compareTo(RECENT) >= 0 ? LOOK_MILLIS : 0);
  }

  @Override
  public void leave() {
    try {
      socket.beginLogout();
      out.write("QUIT\r\n".getBytes(US_ASCII));
      out.flush();
    } catch (IOException e) {
      // the server has closed it
    }
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }
}
