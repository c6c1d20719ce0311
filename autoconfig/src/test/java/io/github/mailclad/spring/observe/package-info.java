/** Tests of the recorded results of connections. */
@NullMarked
package io.github.mailclad.spring.observe;

import org.jspecify.annotations.NullMarked;
