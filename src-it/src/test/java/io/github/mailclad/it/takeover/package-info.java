/**
 * Tests that Mailclad serves all protocol names in typical runtimes: class paths in either order,
 * module paths, executable jars, OSGi. Each test runs a small program in a JVM of its own.
 */
@NullMarked
package io.github.mailclad.it.takeover;

import org.jspecify.annotations.NullMarked;
