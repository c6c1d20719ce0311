/**
 * Remedies in the syntax of mail servers and of DNS: what an operator writes where, for each check
 * of an audit, and the records that a domain publishes.
 */
@NullMarked
package io.github.mailclad.remedy;

import org.jspecify.annotations.NullMarked;
