package io.github.mailclad.spring.observe;

import io.github.mailclad.ConnectionSecurity;

/**
 * The application event that a connection was opened. Published on the thread that connects.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param security what the connection got
 */
public record ConnectionSecured(String entry, ConnectionSecurity security) {}
