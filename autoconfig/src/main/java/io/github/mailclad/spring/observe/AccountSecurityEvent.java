package io.github.mailclad.spring.observe;

import io.github.mailclad.SecurityEvent;

/**
 * A {@link SecurityEvent} as an application event with its entry. The {@link SecurityEvent} itself
 * is published right before: a listener to both gets it twice.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param event the event
 */
public record AccountSecurityEvent(String entry, SecurityEvent event) {}
