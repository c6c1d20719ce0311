package io.github.mailclad.it.compat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The messages of Mailclad's logger to an operator while this is open. */
public final class Warnings extends Handler implements AutoCloseable {
  // kept: the platform forgets loggers without a reference
  private final Logger logger = Logger.getLogger("io.github.mailclad");
  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** Listens until it is closed. */
  public Warnings() {
    logger.addHandler(this);
  }

  /** Returns the messages. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().equals(Level.WARNING)) {
      messages.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
