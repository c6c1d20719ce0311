/**
 * Verdicts on cases that others wrote: x509-limbo and host-name vectors, read from a folder outside
 * of the repository and never committed, beside what the running JVM says to the same cases. What
 * deviates is on a list of known deviations, each with its reason.
 */
@NullMarked
package io.github.mailclad.vectors;

import org.jspecify.annotations.NullMarked;
