/** Fuzz targets for the readers of OCSP responses, here because those readers are nobody else's. */
@NullMarked
package io.github.mailclad.internal.revocation;

import org.jspecify.annotations.NullMarked;
