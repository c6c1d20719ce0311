/**
 * The content that settings name: its location, its changes, and the PEM blocks in it. Content that
 * cannot be read has a reason in words for the person who named it, which never quotes the content.
 */
@NullMarked
package io.github.mailclad.internal.files;

import org.jspecify.annotations.NullMarked;
