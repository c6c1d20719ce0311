@NullMarked
package io.github.mailclad.test.spring;

import org.jspecify.annotations.NullMarked;
