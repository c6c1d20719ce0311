/**
 * DANE without a socket (RFC 6698, RFC 7671): the rules which TLSA records can be used, which
 * certificates they name, and which authorities they make trust anchors. Paths and names are judged
 * elsewhere.
 */
@NullMarked
package io.github.mailclad.internal.dane;

import org.jspecify.annotations.NullMarked;
