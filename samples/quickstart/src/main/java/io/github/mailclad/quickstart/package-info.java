/**
 * The first confidential mail, on one machine: a program of plain Jakarta Mail code, and the server
 * that it talks to.
 */
@NullMarked
package io.github.mailclad.quickstart;

import org.jspecify.annotations.NullMarked;
