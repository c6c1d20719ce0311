/**
 * Every property that could weaken a connection, against every kind of server, under every protocol
 * name; and the proof that these tests would see a leak: the same with one guard after the other
 * switched off, in classes changed for the test alone.
 */
@NullMarked
package io.github.mailclad.it.matrix;

import org.jspecify.annotations.NullMarked;
