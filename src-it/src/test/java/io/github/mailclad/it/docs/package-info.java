/** Tests that compare the documents with the code. */
@NullMarked
package io.github.mailclad.it.docs;

import org.jspecify.annotations.NullMarked;
