/** Tests with application contexts, in every configuration that an application may have. */
@NullMarked
package io.github.mailclad.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
