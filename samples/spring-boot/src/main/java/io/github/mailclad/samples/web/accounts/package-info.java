/** The accounts that were set up, and the passwords that their user typed in the browser. */
@NullMarked
package io.github.mailclad.samples.web.accounts;

import org.jspecify.annotations.NullMarked;
