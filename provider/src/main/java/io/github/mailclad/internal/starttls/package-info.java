/**
 * The exchange in the clear before STARTTLS, finished before anything else exists: strict, octet by
 * octet, with the permitted commands only. Nothing that a server says here is kept.
 */
@NullMarked
package io.github.mailclad.internal.starttls;

import org.jspecify.annotations.NullMarked;
