@NullMarked
package io.github.mailclad.test;

import org.jspecify.annotations.NullMarked;
