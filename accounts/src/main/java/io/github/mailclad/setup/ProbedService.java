package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;

/**
 * The result of a probe of one service of an account.
 *
 * @param service the service, TLS start included
 * @param outcome the outcome
 */
public record ProbedService(MailService service, Probe outcome) {}
