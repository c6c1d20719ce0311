/**
 * What an audit does on the network: connections in the clear, ClientHellos of any version, and the
 * answers to them. Nothing here decides, and nothing secret is sent.
 */
@NullMarked
package io.github.mailclad.audit.wire;

import org.jspecify.annotations.NullMarked;
