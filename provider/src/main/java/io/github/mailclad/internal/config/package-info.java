/**
 * From session properties to a policy: which names are read, what each setting means, which
 * properties of Angus would weaken a connection. Everything that is wrong is reported at once;
 * nothing is thrown and nothing is silently ignored.
 */
@NullMarked
package io.github.mailclad.internal.config;

import org.jspecify.annotations.NullMarked;
