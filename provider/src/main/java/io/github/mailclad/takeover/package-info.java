/**
 * The check of the providers of an application: whether Mailclad serves its mail protocols, and the
 * obstacles if it does not.
 */
@NullMarked
package io.github.mailclad.takeover;

import org.jspecify.annotations.NullMarked;
