/**
 * The private keys of accounts, read from files and from objects of applications, and checked
 * before any connection is opened. Other packages decide where they may be used.
 */
@NullMarked
package io.github.mailclad.internal.client;

import org.jspecify.annotations.NullMarked;
