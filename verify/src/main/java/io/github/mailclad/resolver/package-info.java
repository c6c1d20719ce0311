/**
 * A resolver for programs that use discovery or the verifier by themselves; sessions create their
 * own from properties.
 */
@NullMarked
package io.github.mailclad.resolver;

import org.jspecify.annotations.NullMarked;
