/**
 * Fuzz targets: one class for each kind of octets that a peer or a broken file passes to the
 * verifier. The ordinary build runs their seeds; the profile {@code fuzz} runs them with Jazzer. No
 * target may throw, hang or fill the memory, and accepted input must meet the stated conditions.
 */
@NullMarked
package io.github.mailclad.fuzz;

import org.jspecify.annotations.NullMarked;
