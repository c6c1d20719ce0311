package io.github.mailclad.samples.web;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * A small mail program in a browser, on mail providers of its own, good and broken ones. For one
 * person on the machine where it runs: it listens on loopback only, and has no login of its own.
 */
@SpringBootApplication
public class WebSample {
  /** Runs until it is ended. */
  public static void main(String[] arguments) {
    SpringApplication.run(WebSample.class, arguments);
  }

  @EventListener
  void announce(WebServerInitializedEvent started) {
    System.out.println(
        "http://127.0.0.1:" + started.getWebServer().getPort() + "/ (Ctrl-C ends it)");
  }
}
