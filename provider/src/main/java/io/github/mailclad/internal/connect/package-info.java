/**
 * One connection decided before an octet is sent: where it goes, how TLS starts, whom it expects
 * there, and what was looked up about the server: addresses and TLSA records.
 */
@NullMarked
package io.github.mailclad.internal.connect;

import org.jspecify.annotations.NullMarked;
