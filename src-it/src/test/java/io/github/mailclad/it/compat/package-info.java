/**
 * What applications of Jakarta Mail do, done with Mailclad: casts, pools, idle connections, events,
 * password caches. Where something is to be as with plain Angus, the same is done with plain Angus,
 * and the two are compared.
 */
@NullMarked
package io.github.mailclad.it.compat;

import org.jspecify.annotations.NullMarked;
