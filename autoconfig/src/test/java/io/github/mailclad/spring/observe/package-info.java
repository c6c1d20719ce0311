/** Tests of what is known of connections. */
@NullMarked
package io.github.mailclad.spring.observe;

import org.jspecify.annotations.NullMarked;
