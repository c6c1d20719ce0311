/**
 * Benchmarks: Mailclad beside other mail clients, and its verdict beside the platform's trust
 * manager, in the same run. Programs, not tests: nothing fails for being slow.
 */
@NullMarked
package io.github.mailclad.bench;

import org.jspecify.annotations.NullMarked;
