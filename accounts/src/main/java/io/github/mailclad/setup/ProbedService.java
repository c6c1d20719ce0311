package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;

/**
 * What a probe of one service of an account ended with.
 *
 * @param service the service, TLS start included
 * @param outcome the outcome
 */
public record ProbedService(MailService service, Probe outcome) {}
