/**
 * OAuth 2.0 access tokens for logins: requested by the rules of an account, over HTTPS to a
 * verified token server, and kept until shortly before they expire. The OAuth library may be
 * missing; then requests are refused.
 */
@NullMarked
package io.github.mailclad.internal.oauth;

import org.jspecify.annotations.NullMarked;
