/** The accounts that were set up, and the passwords of whoever is in front of the browser. */
@NullMarked
package io.github.mailclad.samples.web.accounts;

import org.jspecify.annotations.NullMarked;
