@NullMarked
package io.github.mailclad.remedy;

import org.jspecify.annotations.NullMarked;
