package io.github.mailclad.it.takeover;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * The program that the child JVMs run: an application that knows Jakarta Mail and prints the class
 * that it gets for each protocol name. Its session has the system's properties. With a port and a
 * PEM file as arguments it also connects there; without arguments, where nothing listens.
 */
public final class ProviderProbe {
  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  private ProviderProbe() {}

  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    Session session = session(properties);
    if (session == null) {
      return;
    }
    for (String protocol : PROTOCOLS) {
      say(protocol + "=" + served(session, protocol));
    }
    ProviderCheck check = ProviderCheck.of(session);
    say("complete=" + check.isComplete());
    check.providers().forEach(winner -> say("winner=" + winner));
    check.warnings().forEach(warning -> say("warning=" + warning));
    if (arguments.length == 1) {
      say("refused=" + refused(properties, arguments[0]));
    }
    if (arguments.length == 0) {
      say("connect=" + failure(properties));
    }
    if (arguments.length == 2) {
      say("connected=" + connect(properties, arguments[0], arguments[1]));
    }
  }

  private static @Nullable Session session(Properties properties) {
    try {
      return Session.getInstance(properties);
    } catch (ServiceConfigurationError e) {
      say("no session=" + e.getCause());
      return null;
    }
  }

  /** Returns the failure of an application that connects to a port without a listener. */
  private static String failure(Properties properties) {
    try (Store store = Session.getInstance(properties).getStore("imaps")) {
      store.connect("localhost", 9, "probe", "secret of the probe");
      return "no";
    } catch (MessagingException e) {
      return "MessagingException: " + e.getMessage();
    } catch (LinkageError e) {
      return "an error that no application catches: " + e;
    }
  }

  /** The class of the object that the session makes, not just of its provider. */
  private static String served(Session session, String protocol) throws MessagingException {
    try (Service service =
        protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol)) {
      return service.getClass().getName();
    } catch (NoSuchProviderException e) {
      return "no class";
    }
  }

  /** Returns the refusal of an account of which only the address is known. */
  private static String refused(Properties properties, String address) throws MessagingException {
    properties.setProperty("mail.imaps.user", address);
    try (Store store = Session.getInstance(properties).getStore("imaps")) {
      store.connect(null, "secret of the probe");
      return "no";
    } catch (MessagingException e) {
      return Refusal.in(e).map(Refusal::code).orElse(e.toString());
    }
  }

  private static String connect(Properties properties, String port, String anchors)
      throws MessagingException {
    properties.setProperty("mail.imaps.host", "localhost");
    properties.setProperty("mail.imaps.port", port);
    properties.setProperty("mail.imaps.security.trust-anchors", anchors);
    try (Store store = Session.getInstance(properties).getStore("imaps")) {
      store.connect("probe", "secret of the probe");
      return String.valueOf(((SecuredService) store).connectionSecurity().orElse(null));
    }
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String line) {
    System.out.println(line);
  }
}
