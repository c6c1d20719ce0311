@NullMarked
package io.github.mailclad.audit;

import org.jspecify.annotations.NullMarked;
