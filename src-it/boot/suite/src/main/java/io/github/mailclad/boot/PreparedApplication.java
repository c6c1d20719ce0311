package io.github.mailclad.boot;

import jakarta.mail.Session;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * An application with two accounts, prepared by Spring's ahead-of-time processing when the
 * executable jar of a line is built.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PreparedApplication {

  /** A bean that wants the mail of the application. */
  record Post(JavaMailSender usual, Session bobsSession) {}

  @Bean
  Post post(JavaMailSender usual, @Qualifier("bob") Session bobsSession) {
    return new Post(usual, bobsSession);
  }

  /** Runs in the prepared application; the arguments name the accounts. */
  public static void main(String[] arguments) {
    application().run(arguments);
  }

  /** Starts it as it was prepared. */
  static ConfigurableApplicationContext start(Settings settings) {
    SpringApplication prepared = application();
    prepared.setMainApplicationClass(PreparedApplication.class);
    prepared.setRegisterShutdownHook(false);
    return prepared.run(settings.arguments());
  }

  private static SpringApplication application() {
    SpringApplication application = new SpringApplication(PreparedApplication.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application;
  }
}
