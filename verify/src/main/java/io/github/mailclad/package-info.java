/**
 * The core types: the requirements of an account, the plan of a connection, its security, and every
 * reason to refuse it. Immutable values that depend on the JDK alone. A reader who understands
 * these types understands the library.
 */
@NullMarked
package io.github.mailclad;

import org.jspecify.annotations.NullMarked;
