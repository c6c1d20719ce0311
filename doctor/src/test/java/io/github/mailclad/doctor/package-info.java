@NullMarked
package io.github.mailclad.doctor;

import org.jspecify.annotations.NullMarked;
