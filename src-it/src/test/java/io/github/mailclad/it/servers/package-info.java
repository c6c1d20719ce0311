/**
 * Logins and mail against servers that others wrote: Dovecot, Postfix and Exim, from the packages
 * that {@code install-servers.sh} installs, as children of the test on loopback.
 */
@NullMarked
package io.github.mailclad.it.servers;

import org.jspecify.annotations.NullMarked;
