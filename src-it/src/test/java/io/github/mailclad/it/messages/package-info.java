/** What refusals say to the person who has to do something about them. */
@NullMarked
package io.github.mailclad.it.messages;

import org.jspecify.annotations.NullMarked;
