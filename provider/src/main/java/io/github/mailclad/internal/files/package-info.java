/**
 * What settings name: where it is read from, when it has changed, and the PEM blocks in it. What
 * cannot be read has a reason in words for the person who named it, which never quotes the content.
 */
@NullMarked
package io.github.mailclad.internal.files;

import org.jspecify.annotations.NullMarked;
