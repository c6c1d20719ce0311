/**
 * The strict reading of certificate extensions, shared by identity and trust. An extension is DER
 * as its standard requires, or it is a named defect; it is never silently absent.
 */
@NullMarked
package io.github.mailclad.internal.der;

import org.jspecify.annotations.NullMarked;
