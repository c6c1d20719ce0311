package io.github.mailclad.it.traps;

import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The program of a {@link ChildJvm}. */
final class ConnectInChild {
  static final String PROTOCOL = "child.protocol";
  static final String USER = "child.user";
  static final String PASSWORD = "child.password";

  private ConnectInChild() {}

  public static void main(String[] files) throws IOException {
    for (String file : files) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        properties.load(in);
      }
      System.out.println(outcome(properties));
    }
  }

  private static String outcome(Properties properties) {
    try (Service service = World.service(properties.getProperty(PROTOCOL, "imaps"), properties)) {
      service.connect(properties.getProperty(USER), properties.getProperty(PASSWORD));
      return "connected";
    } catch (InsecureConnectionException e) {
      return e.refusal().code();
    } catch (MessagingException e) {
      return "failed: " + String.valueOf(e).replaceAll("\\s+", " ");
    }
  }
}
