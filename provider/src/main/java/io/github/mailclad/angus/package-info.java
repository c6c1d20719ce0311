/**
 * The seam to Jakarta Mail and Eclipse Angus, and the only place that knows Angus. It contains thin
 * subclasses of Angus's stores and transports, a live view of the session's properties for the time
 * of a connect, and the socket factory that is Angus's only access to the network. Nothing here is
 * API.
 */
@NullMarked
package io.github.mailclad.angus;

import org.jspecify.annotations.NullMarked;
