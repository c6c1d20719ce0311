/**
 * The identity of a server: presented identifiers read from a certificate's subjectAltName by a
 * strict DER reader, and matched against reference identifiers by the rules of RFC 7817 as
 * tightened by RFC 9525.
 */
@NullMarked
package io.github.mailclad.internal.identity;

import org.jspecify.annotations.NullMarked;
