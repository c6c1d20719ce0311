/** The last refusals, in plain words. */
@NullMarked
package io.github.mailclad.samples.web.refusals;

import org.jspecify.annotations.NullMarked;
