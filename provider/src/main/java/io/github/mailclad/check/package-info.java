/**
 * Checks for the start of an application, before there is any connection: whether Mailclad serves
 * its mail protocols, and the meaning of its settings.
 */
@NullMarked
package io.github.mailclad.check;

import org.jspecify.annotations.NullMarked;
