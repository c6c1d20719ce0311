package io.github.mailclad.angus;

import jakarta.mail.MessagingException;
import java.io.OutputStream;

/** The commands of Angus's transport, without the overrides that lead to the pipeline. */
interface SmtpCommands {
  /** Throws an {@code IllegalStateException} if the transport is not connected. */
  void requireConnected();

  void mailFrom() throws MessagingException;

  void rcptTo() throws MessagingException;

  void send(String command) throws MessagingException;

  int reply() throws MessagingException;

  String lastReply();

  OutputStream data() throws MessagingException;

  boolean supports(String extension);

  boolean reportsSuccess();

  void reportSuccess(boolean on);
}
