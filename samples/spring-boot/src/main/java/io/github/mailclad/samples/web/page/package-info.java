/** The elements that pages show. */
@NullMarked
package io.github.mailclad.samples.web.page;

import org.jspecify.annotations.NullMarked;
