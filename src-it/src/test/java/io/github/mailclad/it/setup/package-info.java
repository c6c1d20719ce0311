/** Setting accounts up: what is asked without credentials, and when credentials are asked for. */
@NullMarked
package io.github.mailclad.it.setup;

import org.jspecify.annotations.NullMarked;
