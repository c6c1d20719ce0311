/**
 * Trust in certificates: trust anchors from their sources, and certification path validation (RFC
 * 5280, section 6) with the key and signature rules of RFC 9325, section 4.5.
 */
@NullMarked
package io.github.mailclad.internal.trust;

import org.jspecify.annotations.NullMarked;
