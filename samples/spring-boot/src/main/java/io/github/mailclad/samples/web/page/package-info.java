/** What pages show things with. */
@NullMarked
package io.github.mailclad.samples.web.page;

import org.jspecify.annotations.NullMarked;
