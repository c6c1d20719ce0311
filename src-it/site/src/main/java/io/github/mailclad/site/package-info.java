/** Completes the pages of the site, makes them searchable, and checks their links. */
@NullMarked
package io.github.mailclad.site;

import org.jspecify.annotations.NullMarked;
