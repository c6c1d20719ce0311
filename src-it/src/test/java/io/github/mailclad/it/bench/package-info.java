/**
 * Measurements as programs: paired runs in one process, ratios instead of times, no assertions
 * about either.
 */
@NullMarked
package io.github.mailclad.it.bench;

import org.jspecify.annotations.NullMarked;
