/**
 * DNS by dnsjava. Only this package uses the library, because it is optional. Responses are reduced
 * to one owner, judged by a validator or by a trusted local server, followed over aliases, and
 * cached. Other packages use the port.
 */
@NullMarked
package io.github.mailclad.internal.dns;

import org.jspecify.annotations.NullMarked;
