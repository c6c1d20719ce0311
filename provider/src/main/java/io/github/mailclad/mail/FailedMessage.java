package io.github.mailclad.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;

/**
 * One of several messages that was not sent, or not to all of its recipients. Immutable.
 *
 * @param message the message of the application
 * @param reason what {@code Transport.sendMessage} throws for this message; a {@code
 *     SendFailedException} says which recipients have it
 */
public record FailedMessage(Message message, MessagingException reason) {}
