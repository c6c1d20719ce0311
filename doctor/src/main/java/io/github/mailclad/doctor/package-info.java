/**
 * The command line program: one class for each sub-command. The work itself is done by packages
 * with a public API.
 */
@NullMarked
package io.github.mailclad.doctor;

import org.jspecify.annotations.NullMarked;
