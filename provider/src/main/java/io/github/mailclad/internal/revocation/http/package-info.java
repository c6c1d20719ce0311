/**
 * Fetches OCSP responses and certificate revocation lists by HTTP: bounded in time, size, redirects
 * and in where it goes.
 */
@NullMarked
package io.github.mailclad.internal.revocation.http;

import org.jspecify.annotations.NullMarked;
