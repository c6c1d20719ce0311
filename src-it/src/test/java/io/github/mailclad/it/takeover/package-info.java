/**
 * Whether Mailclad serves all protocol names in the runtimes that applications have: class paths in
 * either order, module paths, executable jars. Each test runs a small program in a JVM of its own.
 */
@NullMarked
package io.github.mailclad.it.takeover;

import org.jspecify.annotations.NullMarked;
