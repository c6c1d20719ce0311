package io.github.mailclad.spring.observe;

import io.github.mailclad.SecurityEvent;

/**
 * The application event that something happened which a person or an operator should know of, with
 * the entry that it concerns. The {@link SecurityEvent} itself is published too, right before: who
 * listens to both is told twice.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param event what happened
 */
public record AccountSecurityEvent(String entry, SecurityEvent event) {}
