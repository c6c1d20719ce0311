package io.github.mailclad.verify;

import io.github.mailclad.AccountPin;
import io.github.mailclad.Identifier;
import io.github.mailclad.Pin;
import io.github.mailclad.verify.NamedPath.SrvNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of one server beside a path.
 *
 * @param references the reference identifiers; empty for any server
 * @param srvNames the requirement for an authority that issues SRV-IDs
 * @param pins the keys of which the path needs one; empty for no such requirement
 * @param accountPin the certificate that is accepted in spite of some refusals; null for none
 * @param dane the requirement of the TLSA records; null where they were not looked up
 */
record Expected(
    Set<Identifier> references,
    SrvNames srvNames,
    Set<Pin> pins,
    @Nullable AccountPin accountPin,
    @Nullable DaneStep dane) {

  /** Creates the requirements of a server with one of these names. */
  static Expected of(Set<Identifier> references) {
    return new Expected(references, SrvNames.CONSTRAINED, Set.of(), null, null);
  }

  Expected withPins(Set<Pin> required) {
    return new Expected(references, srvNames, required, accountPin, dane);
  }

  Expected withAccountPin(AccountPin accepted) {
    return new Expected(references, srvNames, pins, accepted, dane);
  }

  Expected withSrvNames(SrvNames required) {
    return new Expected(references, required, pins, accountPin, dane);
  }

  Expected withDane(DaneStep step) {
    return new Expected(references, srvNames, pins, accountPin, step);
  }
}
