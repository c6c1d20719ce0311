/**
 * Events of connections for the Flight Recorder of the JVM. Only this package uses {@code jdk.jfr},
 * which a Java runtime may lack.
 */
@NullMarked
package io.github.mailclad.internal.jfr;

import org.jspecify.annotations.NullMarked;
