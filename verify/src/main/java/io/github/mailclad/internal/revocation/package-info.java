/**
 * The revocation status of the certificates of a path: stapled OCSP responses (RFC 6960), the TLS
 * feature that demands them (RFC 7633), certificate revocation lists (RFC 5280, section 6.3), and
 * fetched responses and lists. The package itself opens no connection.
 */
@NullMarked
package io.github.mailclad.internal.revocation;

import org.jspecify.annotations.NullMarked;
