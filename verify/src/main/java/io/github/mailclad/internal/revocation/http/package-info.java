/**
 * Fetches OCSP responses and certificate revocation lists by HTTP, with limits on time, size,
 * redirects and addresses.
 */
@NullMarked
package io.github.mailclad.internal.revocation.http;

import org.jspecify.annotations.NullMarked;
