/**
 * Fuzz targets: one class for each kind of octets that a stranger, or a broken file, puts before
 * the verifier. The ordinary build runs their seeds; the profile {@code fuzz} lets Jazzer loose on
 * them. No target may throw, hang or fill the memory, and what is accepted must prove it.
 */
@NullMarked
package io.github.mailclad.fuzz;

import org.jspecify.annotations.NullMarked;
