package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** A Spring Boot application with everything that is on the class path, until it is closed. */
final class App implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final Path log;

  private App(ConfigurableApplicationContext context, Path log) {
    this.context = context;
    this.log = log;
  }

  /** An application of which nothing else is said. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Bare {}

  /** Starts an application with these settings and further configuration classes. */
  static App start(Settings settings, Class<?>... configuration) {
    Path log = newLog();
    return new App(run(settings, log, configuration), log);
  }

  /** Starts an application that is asked over HTTP, at {@code local.server.port}. */
  static App startWeb(Settings settings) {
    Path log = newLog();
    return new App(run(WebApplicationType.SERVLET, settings, log), log);
  }

  /**
   * Starts an application that must not start, and returns its output.
   *
   * @throws AssertionError if it starts
   */
  static FailedStart refusedStart(Settings settings, Class<?>... configuration) {
    Path log = newLog();
    try (ConfigurableApplicationContext started = run(settings, log, configuration)) {
      throw new AssertionError("it started, with " + settings);
    } catch (RuntimeException expected) {
      return new FailedStart(read(log), expected);
    } finally {
      delete(log);
    }
  }

  private static ConfigurableApplicationContext run(
      Settings settings, Path log, Class<?>... configuration) {
    return run(WebApplicationType.NONE, settings, log, configuration);
  }

  private static ConfigurableApplicationContext run(
      WebApplicationType type, Settings settings, Path log, Class<?>... configuration) {
    return new SpringApplicationBuilder(Bare.class)
        .sources(configuration)
        .web(type)
        .registerShutdownHook(false)
        .run(
            settings
                .with("logging.file.name", log)
                .with("logging.threshold.console", "OFF")
                .arguments());
  }

  private static Path newLog() {
    try {
      return Files.createTempFile("application", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path log) {
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A setting as the running application has it. */
  String setting(String key) {
    return context.getEnvironment().getRequiredProperty(key);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  boolean hasBean(Class<?> type) {
    return context.getBeanProvider(type).getIfAvailable() != null;
  }

  /** The one mail sender of the application. */
  JavaMailSender sender() {
    return bean(JavaMailSender.class);
  }

  /** Sends a short text by the one mail sender. */
  void sendText() {
    sender().send(text("Greetings"));
  }

  /** Returns a short text message. */
  static SimpleMailMessage text(String subject) {
    SimpleMailMessage message = new SimpleMailMessage();
    message.setFrom(SubmissionServer.USER);
    message.setTo("bob@example.net");
    message.setSubject(subject);
    message.setText("Good morning");
    return message;
  }

  /** Returns the application's log. */
  String log() {
    return read(log);
  }

  void assertLogged(String words) {
    assertTrue(log().contains(words), () -> "\"" + words + "\" is not in the log:\n" + log());
  }

  @Override
  public void close() {
    context.close();
    delete(log);
  }
}
