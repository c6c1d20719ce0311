/** The set-up of an account by its address, page by page. */
@NullMarked
package io.github.mailclad.samples.web.setup;

import org.jspecify.annotations.NullMarked;
