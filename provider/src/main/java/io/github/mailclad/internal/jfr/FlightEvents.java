package io.github.mailclad.internal.jfr;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.Refusal;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Records connections as events. Their fields have the names of OpenTelemetry's attributes where
 * there are some ({@code server.address} is {@code serverAddress}). No event has a user name, a
 * credential, or text of a peer. Thread-safe.
 */
final class FlightEvents implements SecurityListener {
  static final SecurityListener LISTENER = new FlightEvents();

  private FlightEvents() {}

  @Override
  public void onConnected(ConnectionSecurity security) {
    SecuredEvent event = new SecuredEvent();
    if (event.isEnabled()) {
      event.at(security.service(), security.endpoint());
      event.level = word(security.level());
      NegotiatedTls tls = security.tls();
      if (tls != null) {
        event.tlsProtocolVersion = tls.version().number();
        event.tlsCipher = tls.cipherSuite();
        event.tlsCurve = tls.group();
        event.tlsResumed = tls.handshake() == NegotiatedTls.Handshake.RESUMED;
      }
      event.commit();
    }
  }

  @Override
  public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
    RefusedEvent event = new RefusedEvent();
    if (event.isEnabled()) {
      event.at(service, endpoint);
      event.errorType = refusal.code();
      event.commit();
    }
  }

  @Override
  public void onHandshakeEnded(HandshakeTimes times) {
    HandshakeEvent event = new HandshakeEvent();
    if (event.isEnabled()) {
      event.at(times.service(), times.endpoint());
      event.handshake = times.handshake().toNanos();
      event.verdict = times.verdict().toNanos();
      event.commit();
    }
  }

  @Override
  public void onLoginEnded(LoginTimes times) {
    LoginEvent event = new LoginEvent();
    if (event.isEnabled()) {
      event.at(times.service(), times.endpoint());
      event.mechanism = times.mechanism();
      event.result = word(times.result());
      event.login = times.login().toNanos();
      event.commit();
    }
  }

  private static String word(Enum<?> value) {
    return Ascii.lowerCase(value.name());
  }

  /** The server of an event. */
  @Category("Mailclad")
  @StackTrace(false)
  abstract static class ServerEvent extends Event {
    @Label("Service")
    @Description("Name of the service in DNS, for example imaps")
    @Nullable String service;

    @Label("Server Address")
    @Nullable String serverAddress;

    @Label("Server Port")
    int serverPort;

    final void at(MailService used, Endpoint endpoint) {
      service = used.srvLabel();
      serverAddress = endpoint.host().text();
      serverPort = endpoint.port();
    }
  }

  @Name("mailclad.ConnectionSecured")
  @Label("Connection Secured")
  @Description("A connection to a mail server was opened")
  static final class SecuredEvent extends ServerEvent {
    @Label("Level")
    @Nullable String level;

    @Label("TLS Version")
    @Nullable String tlsProtocolVersion;

    @Label("Cipher Suite")
    @Nullable String tlsCipher;

    @Label("Group of the Key Exchange")
    @Nullable String tlsCurve;

    @Label("Resumed")
    boolean tlsResumed;
  }

  @Name("mailclad.ConnectionRefused")
  @Label("Connection Refused")
  @Description("A connection to a mail server was refused")
  static final class RefusedEvent extends ServerEvent {
    @Label("Code of the Refusal")
    @Nullable String errorType;
  }

  @Name("mailclad.Handshake")
  @Label("TLS Handshake")
  @Description("A TLS handshake ended, in a connection or in a refusal")
  static final class HandshakeEvent extends ServerEvent {
    @Label("Time of the Handshake")
    @Timespan
    long handshake;

    @Label("Time of the Verdict")
    @Timespan
    long verdict;
  }

  @Name("mailclad.Login")
  @Label("Login")
  @Description("A mail server answered a login")
  static final class LoginEvent extends ServerEvent {
    @Label("SASL Mechanism")
    @Nullable String mechanism;

    @Label("Result")
    @Nullable String result;

    @Label("Time of the Login")
    @Timespan
    long login;
  }
}
