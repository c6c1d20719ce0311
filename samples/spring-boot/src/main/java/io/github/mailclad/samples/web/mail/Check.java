package io.github.mailclad.samples.web.mail;

import io.github.mailclad.samples.web.page.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The result of trying the submission server without a password.
 *
 * @param connection the security of the connection; null if there is trouble
 * @param trouble the problem; empty if there is none
 */
record Check(@Nullable Connection connection, Trouble trouble) {}
