/**
 * The mail clients that are compared: Mailclad, Angus hardened by hand, what others publish, and
 * the least that a program must send.
 */
@NullMarked
package io.github.mailclad.bench.client;

import org.jspecify.annotations.NullMarked;
