/** Measurements as programs: paired runs in one process that print ratios. They assert no times. */
@NullMarked
package io.github.mailclad.it.bench;

import org.jspecify.annotations.NullMarked;
