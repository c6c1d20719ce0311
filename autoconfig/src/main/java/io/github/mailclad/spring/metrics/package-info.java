/**
 * The Micrometer instrumentation of the connections of an application: meters of their security,
 * and the observation of each message that is sent. Needs Micrometer on the class path. No tag ever
 * carries a user name or an address.
 */
@NullMarked
package io.github.mailclad.spring.metrics;

import org.jspecify.annotations.NullMarked;
