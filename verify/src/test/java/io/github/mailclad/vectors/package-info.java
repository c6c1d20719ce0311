/**
 * Verdicts on cases of other projects: x509-limbo, host names and PKITS. The cases are in a folder
 * outside of the repository and are never committed. Each is compared with the verdict of the
 * running JVM. A deviation is on a list, with its reason.
 */
@NullMarked
package io.github.mailclad.vectors;

import org.jspecify.annotations.NullMarked;
