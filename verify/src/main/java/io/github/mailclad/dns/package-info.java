/**
 * The answers of a resolver, in the words of the standards: records and their DNSSEC status. Values
 * that depend on the JDK alone, and the interface of a resolver. Nothing here sends a query itself.
 */
@NullMarked
package io.github.mailclad.dns;

import org.jspecify.annotations.NullMarked;
