/** Setting an account up by its address, page by page. */
@NullMarked
package io.github.mailclad.samples.web.setup;

import org.jspecify.annotations.NullMarked;
