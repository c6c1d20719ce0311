/**
 * OAuth 2.0 access tokens for logins: requested by the rules of an account, over HTTPS to a
 * verified token server, and kept until shortly before they expire. Only one class uses the OAuth
 * library, which may be missing.
 */
@NullMarked
package io.github.mailclad.internal.oauth;

import org.jspecify.annotations.NullMarked;
