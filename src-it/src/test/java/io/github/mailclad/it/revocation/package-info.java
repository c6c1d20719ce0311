/** Tests of revocation status that servers send in their handshakes. */
@NullMarked
package io.github.mailclad.it.revocation;

import org.jspecify.annotations.NullMarked;
