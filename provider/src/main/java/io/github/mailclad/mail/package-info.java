/**
 * The exception that a program of Jakarta Mail catches. Everything else that it may need of a
 * refusal is in {@link io.github.mailclad.refusal}, which knows no mail library.
 */
@NullMarked
package io.github.mailclad.mail;

import org.jspecify.annotations.NullMarked;
