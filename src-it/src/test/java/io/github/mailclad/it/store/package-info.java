/**
 * Tests of account stores under processes that share them and are killed, on a file system and on a
 * PostgreSQL that is a child of the test.
 */
@NullMarked
package io.github.mailclad.it.store;

import org.jspecify.annotations.NullMarked;
