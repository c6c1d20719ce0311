/** The sign-in of a person at a token server, after which logins need properties only. */
@NullMarked
package io.github.mailclad.signin;

import org.jspecify.annotations.NullMarked;
