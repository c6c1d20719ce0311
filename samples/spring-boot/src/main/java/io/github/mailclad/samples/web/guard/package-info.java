/**
 * The protection of every page: its headers, the host of the request, and the token of its forms.
 */
@NullMarked
package io.github.mailclad.samples.web.guard;

import org.jspecify.annotations.NullMarked;
