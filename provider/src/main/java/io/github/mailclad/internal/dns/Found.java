package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Answer;
import java.time.Duration;

/** An answer with the time for which it may be cached. */
record Found<T>(Answer<T> answer, Duration timeToLive) {}
