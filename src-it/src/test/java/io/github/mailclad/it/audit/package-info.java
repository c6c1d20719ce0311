/** Audits of mail providers on loopback: real servers, scripted ones, and records of a test. */
@NullMarked
package io.github.mailclad.it.audit;

import org.jspecify.annotations.NullMarked;
