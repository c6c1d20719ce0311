/**
 * Tests of TLS on the wire: the offer, the accepted parameters, the data that a hostile server
 * gets, and the use of sessions.
 */
@NullMarked
package io.github.mailclad.it.tls;

import org.jspecify.annotations.NullMarked;
