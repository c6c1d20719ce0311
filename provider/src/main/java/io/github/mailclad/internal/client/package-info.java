/**
 * The private keys of accounts: found in files and in what applications give, and looked at before
 * anything is connected. Where they may be used is decided elsewhere.
 */
@NullMarked
package io.github.mailclad.internal.client;

import org.jspecify.annotations.NullMarked;
