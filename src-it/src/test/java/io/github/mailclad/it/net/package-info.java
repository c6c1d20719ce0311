/** Tests of network faults and server faults behind a verified connection, and of proxies. */
@NullMarked
package io.github.mailclad.it.net;

import org.jspecify.annotations.NullMarked;
