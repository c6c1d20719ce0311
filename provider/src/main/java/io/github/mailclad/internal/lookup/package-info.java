/**
 * What everybody has in common who asks the DNS port: an answer comes in time, or there is none.
 */
@NullMarked
package io.github.mailclad.internal.lookup;

import org.jspecify.annotations.NullMarked;
