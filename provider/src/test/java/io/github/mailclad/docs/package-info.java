/**
 * Writes the documents that are generated from the code, and fails if they differ. Run the tests
 * with {@code -Dmailclad.docs=write} to write them anew.
 */
@NullMarked
package io.github.mailclad.docs;

import org.jspecify.annotations.NullMarked;
