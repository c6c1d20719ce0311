package io.github.mailclad.angus;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.OutputStream;
import java.util.Optional;

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

  /** Returns the parameter of an extension (RFC 5321, section 4.1.1.1); empty without it. */
  Optional<String> parameter(String extension);

  /** Returns the name of this machine, for EHLO. */
  String localHost();

  void sendMessage(Message message, Address[] addresses) throws MessagingException;

  void close() throws MessagingException;

  boolean reportsSuccess();

  void reportSuccess(boolean on);
}
