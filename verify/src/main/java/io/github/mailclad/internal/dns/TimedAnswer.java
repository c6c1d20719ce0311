package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Answer;
import java.time.Instant;

/**
 * An answer with the instant at which it expires.
 *
 * @param until the first instant at which it must not be used from a cache; a failure is never used
 *     from there
 */
record TimedAnswer<T>(Answer<T> answer, Instant until) {}
