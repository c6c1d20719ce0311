/** A check of the jars that Mailclad needs beside its own. */
@NullMarked
package io.github.mailclad.internal.jars;

import org.jspecify.annotations.NullMarked;
