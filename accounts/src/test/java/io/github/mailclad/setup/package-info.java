@NullMarked
package io.github.mailclad.setup;

import org.jspecify.annotations.NullMarked;
