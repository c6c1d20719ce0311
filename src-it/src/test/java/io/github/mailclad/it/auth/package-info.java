/**
 * Tests of logins on all three protocols. Each mechanism meets an honest and a dishonest scripted
 * server that computes its own side. The wire and the debug output decide.
 */
@NullMarked
package io.github.mailclad.it.auth;

import org.jspecify.annotations.NullMarked;
