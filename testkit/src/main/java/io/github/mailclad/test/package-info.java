/**
 * A mail server with TLS for tests, with a certificate authority that is thrown away, and faults on
 * request. Not for production.
 */
@NullMarked
package io.github.mailclad.test;

import org.jspecify.annotations.NullMarked;
