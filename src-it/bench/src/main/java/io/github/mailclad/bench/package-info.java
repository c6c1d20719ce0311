/**
 * Benchmarks: what a verdict of Mailclad costs beside the platform's own trust manager, in the same
 * run. Programs, not tests: nothing fails for being slow.
 */
@NullMarked
package io.github.mailclad.bench;

import org.jspecify.annotations.NullMarked;
