/**
 * Reads session properties into a policy: the names under which settings are read, the meaning of
 * each setting, and the properties of Angus that would weaken a connection. All problems are
 * reported at once; nothing is thrown and nothing is silently ignored.
 */
@NullMarked
package io.github.mailclad.internal.config;

import org.jspecify.annotations.NullMarked;
