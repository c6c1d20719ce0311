/**
 * Fuzz targets for the readers of trust anchors and name constraints, here because those readers
 * are nobody else's.
 */
@NullMarked
package io.github.mailclad.internal.trust;

import org.jspecify.annotations.NullMarked;
