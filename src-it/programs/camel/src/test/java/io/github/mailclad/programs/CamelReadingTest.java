package io.github.mailclad.programs;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;

/** A consumer of Camel, whose user sees what its exception handler gets. */
class CamelReadingTest extends ReadingProgram {
  @Override
  protected String read(Account account) throws Exception {
    BlockingQueue<Object> results = new ArrayBlockingQueue<>(100);
    try (SystemProperty anchors = SystemProperty.anchors(account);
        DefaultCamelContext context = new DefaultCamelContext()) {
      context.getRegistry().bind("errors", new Errors(results));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("imaps://%s:%d?username=%s&password=RAW(%s)&initialDelay=0&delay=60000&exceptionHandler=#errors"
                      .formatted(
                          account.host(), account.port(), account.user(), account.password()))
                  .process(
                      exchange ->
                          results.add(exchange.getMessage().getHeader("Subject", String.class)));
            }
          });
      context.start();
      Object result = results.poll(60, TimeUnit.SECONDS);
      if (result instanceof Exception e) {
        throw e;
      }
      return String.valueOf(result);
    }
  }

  /** Hands the errors of a consumer on. */
  private record Errors(BlockingQueue<Object> results) implements ExceptionHandler {
    @Override
    public void handleException(Throwable exception) {
      results.add(exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
      results.add(exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
      results.add(exception);
    }
  }
}
