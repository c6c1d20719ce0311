/** Tests of the HTTPS client with web servers that are faulty on purpose. */
@NullMarked
package io.github.mailclad.it.https;

import org.jspecify.annotations.NullMarked;
