/**
 * Where the benchmarks run: Dovecot and Postfix with a certificate of a private authority, and a
 * network with a delay that counts what goes back and forth.
 */
@NullMarked
package io.github.mailclad.bench.lab;

import org.jspecify.annotations.NullMarked;
