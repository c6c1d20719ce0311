/**
 * Client certificates on all three protocols: where they go, where they do not, and what they are
 * worth as a login, judged by what servers received.
 */
@NullMarked
package io.github.mailclad.it.client;

import org.jspecify.annotations.NullMarked;
