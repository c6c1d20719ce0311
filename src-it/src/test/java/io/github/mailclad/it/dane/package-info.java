/** DANE against the judgement of others, who read the same standards. */
@NullMarked
package io.github.mailclad.it.dane;

import org.jspecify.annotations.NullMarked;
