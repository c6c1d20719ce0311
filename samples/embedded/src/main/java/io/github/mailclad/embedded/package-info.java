/** The mail server on loopback that the samples run on. */
@NullMarked
package io.github.mailclad.embedded;

import org.jspecify.annotations.NullMarked;
