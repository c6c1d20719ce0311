/**
 * Fuzz targets for the readers of OCSP responses. They are in this package because the readers are
 * package-private.
 */
@NullMarked
package io.github.mailclad.internal.revocation;

import org.jspecify.annotations.NullMarked;
