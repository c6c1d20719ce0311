/**
 * The seam to Jakarta Mail and Eclipse Angus, and the only place that knows Angus: thin subclasses
 * of its own stores and transports, a live view of the session's properties that it reads while it
 * connects, and the socket factory that is its only way to the network. Nothing here is API.
 */
@NullMarked
package io.github.mailclad.angus;

import org.jspecify.annotations.NullMarked;
