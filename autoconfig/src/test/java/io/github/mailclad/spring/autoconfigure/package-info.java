/** Contexts of applications, with everything that they may configure. */
@NullMarked
package io.github.mailclad.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
