/** Stages a release in a folder, and checks it as Maven Central would. */
@NullMarked
package io.github.mailclad.release;

import org.jspecify.annotations.NullMarked;
