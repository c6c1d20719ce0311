/** The results of the programs of {@code src-it/programs}, for {@code docs/compatibility.md}. */
@NullMarked
package io.github.mailclad.programs.report;

import org.jspecify.annotations.NullMarked;
