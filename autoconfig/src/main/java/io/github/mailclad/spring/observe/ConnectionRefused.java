package io.github.mailclad.spring.observe;

import io.github.mailclad.Endpoint;
import io.github.mailclad.refusal.Refusal;

/**
 * The application event that a connection was refused. Published on the thread that connects.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param endpoint where the connection was to go
 * @param refusal why it was refused
 */
public record ConnectionRefused(String entry, Endpoint endpoint, Refusal refusal) {}
