/**
 * Whether a certificate of a path was revoked: stapled OCSP responses (RFC 6960), the TLS feature
 * that demands them (RFC 7633), certificate revocation lists (RFC 5280, section 6.3), and what may
 * be fetched of both. It opens no connection itself.
 */
@NullMarked
package io.github.mailclad.internal.revocation;

import org.jspecify.annotations.NullMarked;
