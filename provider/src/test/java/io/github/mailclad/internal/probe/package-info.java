@NullMarked
package io.github.mailclad.internal.probe;

import org.jspecify.annotations.NullMarked;
