/**
 * Who serves the mail protocols of an application: whether Mailclad took over, and what stands in
 * its way if it did not.
 */
@NullMarked
package io.github.mailclad.takeover;

import org.jspecify.annotations.NullMarked;
