/**
 * The strict reading of certificate extensions that identity and trust share: an extension is DER
 * as its standard says, or it is a defect that has a name; it is never silently absent.
 */
@NullMarked
package io.github.mailclad.internal.der;

import org.jspecify.annotations.NullMarked;
