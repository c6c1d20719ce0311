/**
 * Writes the documents that repeat what the code says, and fails where they differ. Running the
 * tests with {@code -Dmailclad.docs=write} writes them anew.
 */
@NullMarked
package io.github.mailclad.docs;

import org.jspecify.annotations.NullMarked;
