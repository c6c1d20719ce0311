/**
 * Fuzz targets for the readers of trust anchors and name constraints. They are in this package
 * because the readers are package-private.
 */
@NullMarked
package io.github.mailclad.internal.trust;

import org.jspecify.annotations.NullMarked;
