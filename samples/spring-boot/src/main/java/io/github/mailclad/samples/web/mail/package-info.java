/** Composing mail, and reading the newest of an inbox. */
@NullMarked
package io.github.mailclad.samples.web.mail;

import org.jspecify.annotations.NullMarked;
