/**
 * Logins and mail on the servers Dovecot, Postfix and Exim. {@code install-servers.sh} installs
 * their packages; they run as children of the test on loopback.
 */
@NullMarked
package io.github.mailclad.it.servers;

import org.jspecify.annotations.NullMarked;
