/** Tests of the memory of accounts, and of the requirements that follow from it. */
@NullMarked
package io.github.mailclad.it.account;

import org.jspecify.annotations.NullMarked;
