/**
 * One connection decided before an octet is sent: where it goes, how TLS starts, whom it expects
 * there.
 */
@NullMarked
package io.github.mailclad.internal.connect;

import org.jspecify.annotations.NullMarked;
