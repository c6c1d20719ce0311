/** Tests of DANE beside OpenSSL, another implementation of the same standards. */
@NullMarked
package io.github.mailclad.it.dane;

import org.jspecify.annotations.NullMarked;
