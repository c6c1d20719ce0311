package io.github.mailclad.boot;

import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;

/**
 * A naming service with one mail session, whose properties are the system properties that begin
 * with {@link #PREFIX}.
 */
public final class SessionInJndi implements InitialContextFactory {
  static final String NAME = "mail/Session";
  static final String PREFIX = "jndi.session.";

  @Override
  @SuppressWarnings("JdkObsolete") // the interface says so
  public Context getInitialContext(Hashtable<?, ?> environment) {
    return (Context)
        Proxy.newProxyInstance(
            SessionInJndi.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "lookup" -> lookup(String.valueOf(arguments[0]));
                  case "getEnvironment" -> new Hashtable<>(environment);
                  default -> null;
                });
  }

  private static Session lookup(String name) throws NameNotFoundException {
    if (!name.equals("java:comp/env/" + NAME)) {
      throw new NameNotFoundException(name);
    }
    Properties properties = new Properties();
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith(PREFIX)) {
                properties.put(key.toString().substring(PREFIX.length()), value);
              }
            });
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(SubmissionServer.USER, SubmissionServer.PASSWORD);
          }
        });
  }
}
