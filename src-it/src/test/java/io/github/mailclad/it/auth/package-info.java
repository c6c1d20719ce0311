/**
 * Logins on all three protocols: each mechanism against a scripted server that computes its own
 * side, honest and not, judged by what was on the wire and in the debug output.
 */
@NullMarked
package io.github.mailclad.it.auth;

import org.jspecify.annotations.NullMarked;
