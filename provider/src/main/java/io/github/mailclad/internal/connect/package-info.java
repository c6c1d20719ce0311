/**
 * Plans of connections, made before an octet is sent: the endpoint, how TLS starts, the reference
 * identifiers, and the look-up results about the server (addresses and TLSA records).
 */
@NullMarked
package io.github.mailclad.internal.connect;

import org.jspecify.annotations.NullMarked;
