/** The documents, held against the code. */
@NullMarked
package io.github.mailclad.it.docs;

import org.jspecify.annotations.NullMarked;
