/**
 * What is said on a secured connection that has no credentials: the server is asked what it can do,
 * and left. Values in and out; lines are handed in.
 */
@NullMarked
package io.github.mailclad.internal.probe;

import org.jspecify.annotations.NullMarked;
