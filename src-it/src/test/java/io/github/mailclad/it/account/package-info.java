/** What accounts remember, and what they are held to by that. */
@NullMarked
package io.github.mailclad.it.account;

import org.jspecify.annotations.NullMarked;
