/**
 * Tests of every weakening property on every kind of server, under every protocol name. {@code
 * GuardMutationIT} proves that they would notice a leak: it switches off one guard after the other,
 * in classes changed for the test alone.
 */
@NullMarked
package io.github.mailclad.it.matrix;

import org.jspecify.annotations.NullMarked;
