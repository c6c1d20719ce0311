/**
 * DNS by dnsjava: the only room that knows it, since the library is optional. What servers send is
 * cut down to one owner, judged by a validator or by a server that we have reason to believe,
 * followed over aliases, and remembered. Outside of it there is the port.
 */
@NullMarked
package io.github.mailclad.internal.dns;

import org.jspecify.annotations.NullMarked;
