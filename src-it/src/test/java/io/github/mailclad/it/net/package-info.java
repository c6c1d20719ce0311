/** Faults of the network and of servers behind a verified connection, and the ways through it. */
@NullMarked
package io.github.mailclad.it.net;

import org.jspecify.annotations.NullMarked;
