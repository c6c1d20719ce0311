/**
 * What became of the connections of an application: a journal of what is last known of each server,
 * and application events for whoever wants to act on them.
 */
@NullMarked
package io.github.mailclad.spring.observe;

import org.jspecify.annotations.NullMarked;
