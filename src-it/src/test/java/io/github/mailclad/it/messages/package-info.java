/** Tests of the texts of refusals for the person who has to act. */
@NullMarked
package io.github.mailclad.it.messages;

import org.jspecify.annotations.NullMarked;
