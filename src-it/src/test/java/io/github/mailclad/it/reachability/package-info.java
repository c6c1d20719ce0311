/** The reachability metadata for native images, without GraalVM. */
@NullMarked
package io.github.mailclad.it.reachability;

import org.jspecify.annotations.NullMarked;
