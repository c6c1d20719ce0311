/**
 * Setting up mail accounts with a person, as a mail program does: servers are proposed and tried
 * without credentials, warnings are answered, and nothing is decided for anybody (RFC 8314, section
 * 5). The one public package, beside the exception, that knows Jakarta Mail.
 */
@NullMarked
package io.github.mailclad.setup;

import org.jspecify.annotations.NullMarked;
