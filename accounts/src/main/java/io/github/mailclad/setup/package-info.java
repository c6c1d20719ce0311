/**
 * Sets mail accounts up with a person, as a mail program does (RFC 8314, section 5). It proposes
 * servers, tries them without credentials, and puts warnings to the person. It decides nothing for
 * a person, and never waits for one.
 */
@NullMarked
package io.github.mailclad.setup;

import org.jspecify.annotations.NullMarked;
