@NullMarked
package io.github.mailclad.explain;

import org.jspecify.annotations.NullMarked;
