@NullMarked
package io.github.mailclad.internal.oauth;

import org.jspecify.annotations.NullMarked;
