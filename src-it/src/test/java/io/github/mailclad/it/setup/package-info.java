/**
 * Tests of account set-up: the probes without credentials, and the time when credentials are asked
 * for.
 */
@NullMarked
package io.github.mailclad.it.setup;

import org.jspecify.annotations.NullMarked;
