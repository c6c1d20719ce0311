@NullMarked
package io.github.mailclad.audit.wire;

import org.jspecify.annotations.NullMarked;
