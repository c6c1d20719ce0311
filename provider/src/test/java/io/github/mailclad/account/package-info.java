/** Tests of setting an account up from its address. */
@NullMarked
package io.github.mailclad.account;

import org.jspecify.annotations.NullMarked;
