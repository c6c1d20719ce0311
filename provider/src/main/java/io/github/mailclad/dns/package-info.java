/**
 * What a resolver says, in the words of the standards: records, and how far DNSSEC vouches for
 * them. Values that know the JDK alone; nothing here asks anybody.
 */
@NullMarked
package io.github.mailclad.dns;

import org.jspecify.annotations.NullMarked;
