/** Tests of setting accounts up and looking after them, with a DNS and a store that are told. */
@NullMarked
package io.github.mailclad.setup;

import org.jspecify.annotations.NullMarked;
