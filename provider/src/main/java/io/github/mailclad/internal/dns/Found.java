package io.github.mailclad.internal.dns;

import io.github.mailclad.dns.Answer;
import java.time.Duration;

/** An answer, and how long it may be remembered. */
record Found<T>(Answer<T> answer, Duration timeToLive) {}
