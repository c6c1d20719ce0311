/**
 * DANE without a socket (RFC 6698, RFC 7671): the TLSA records that can be used, the certificates
 * that they name, and the authorities that they make trust anchors. Paths and names are judged
 * elsewhere.
 */
@NullMarked
package io.github.mailclad.internal.dane;

import org.jspecify.annotations.NullMarked;
