/**
 * Tests of client certificates on all three protocols: their receivers, and their use as a login.
 * The data that servers received decides.
 */
@NullMarked
package io.github.mailclad.it.client;

import org.jspecify.annotations.NullMarked;
