/**
 * What every page is protected by: its headers, the host that it is asked of, and the token of its
 * forms.
 */
@NullMarked
package io.github.mailclad.samples.web.guard;

import org.jspecify.annotations.NullMarked;
