/**
 * The connection to a server before TLS: addresses raced against each other, a proxy if one is set,
 * and one deadline for all of it. The result is a connected TCP socket over which nothing was sent
 * to the server.
 */
@NullMarked
package io.github.mailclad.internal.net;

import org.jspecify.annotations.NullMarked;
