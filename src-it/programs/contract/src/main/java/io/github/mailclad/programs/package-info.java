/** The contract that every mail program fulfils when it adopts Mailclad by configuration alone. */
@NullMarked
package io.github.mailclad.programs;

import org.jspecify.annotations.NullMarked;
