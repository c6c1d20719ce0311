/**
 * What a resolver says, in the words of the standards: records, and how far DNSSEC vouches for
 * them. Values that know the JDK alone, and the port through which they come; nothing here asks
 * anybody itself.
 */
@NullMarked
package io.github.mailclad.dns;

import org.jspecify.annotations.NullMarked;
