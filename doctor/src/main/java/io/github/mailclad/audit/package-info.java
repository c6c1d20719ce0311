/**
 * Audits of mail services: the catalogue of checks, what an audit observed, and the report. Only
 * servers that were named, or that the audited domain publishes, are contacted.
 */
@NullMarked
package io.github.mailclad.audit;

import org.jspecify.annotations.NullMarked;
