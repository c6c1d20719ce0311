/** Tests of the site. */
@NullMarked
package io.github.mailclad.site;

import org.jspecify.annotations.NullMarked;
