/** The rows of the benchmark suite; each runs alone, in a process of its own. */
@NullMarked
package io.github.mailclad.bench.row;

import org.jspecify.annotations.NullMarked;
