package io.github.mailclad.programs;

import io.github.mailclad.check.ProviderCheck;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * The application of a class loader: it gets an object for each protocol name. Loaded anew by each
 * loader, and called as a {@code Supplier} of the platform.
 */
public final class SessionProbe implements Supplier<List<String>> {
  /** Returns the class for each protocol name, and the complaint of a check that is asked. */
  @Override
  public List<String> get() {
    try {
      Session session = Session.getInstance(new Properties());
      List<String> served = new ArrayList<>();
      for (String name : List.of("imaps", "imap", "pop3s", "pop3")) {
        served.add(name(session.getStore(name)));
      }
      for (String name : List.of("smtps", "smtp")) {
        served.add(name(session.getTransport(name)));
      }
      served.add(complaint());
      return served;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Service service) {
    return service.getClass().getName();
  }

  private static String complaint() {
    try {
      ProviderCheck.require();
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
