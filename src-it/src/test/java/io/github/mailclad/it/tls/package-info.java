/**
 * TLS as it is on the wire: what is offered, what is accepted, what a hostile server gets, and what
 * becomes of sessions.
 */
@NullMarked
package io.github.mailclad.it.tls;

import org.jspecify.annotations.NullMarked;
