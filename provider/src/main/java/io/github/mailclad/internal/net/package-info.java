/**
 * The way to a server before TLS: addresses raced against each other, a proxy where one is set, one
 * deadline for all of it. What comes out is a connected TCP socket over which nothing was sent to
 * the server.
 */
@NullMarked
package io.github.mailclad.internal.net;

import org.jspecify.annotations.NullMarked;
