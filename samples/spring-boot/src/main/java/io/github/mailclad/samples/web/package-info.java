/**
 * A mail program in a browser: accounts with their locks, set-up by address, composing, an inbox,
 * and refusals in plain words.
 */
@NullMarked
package io.github.mailclad.samples.web;

import org.jspecify.annotations.NullMarked;
