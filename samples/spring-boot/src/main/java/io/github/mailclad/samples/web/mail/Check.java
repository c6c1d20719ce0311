package io.github.mailclad.samples.web.mail;

import io.github.mailclad.samples.web.page.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What became of trying the submission server without a password.
 *
 * @param connection what the connection got; null if there is trouble
 * @param trouble what stood in the way
 */
record Check(@Nullable Connection connection, Trouble trouble) {}
