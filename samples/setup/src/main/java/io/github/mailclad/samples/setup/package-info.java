/** The set-up of a mail account in a terminal, as a mail program would do it in its windows. */
@NullMarked
package io.github.mailclad.samples.setup;

import org.jspecify.annotations.NullMarked;
