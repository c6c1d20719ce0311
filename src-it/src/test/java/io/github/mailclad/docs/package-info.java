/** Writes the documents that need the tests of every module, and fails if they differ. */
@NullMarked
package io.github.mailclad.docs;

import org.jspecify.annotations.NullMarked;
