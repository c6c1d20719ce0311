/** Tests of the stored state of accounts. */
@NullMarked
package io.github.mailclad.account;

import org.jspecify.annotations.NullMarked;
