package io.github.mailclad.it.dns;

import java.util.List;
import java.util.Locale;

/**
 * The zones that every world has below {@code test} and beside it: each algorithm, each kind of
 * denial, each flaw, with the same records for mail; and aliases across each border.
 */
final class Catalogue {
  /** The targets of the aliases of {@link #borders}, with each status. */
  private static final List<String> BEYOND =
      List.of("secure.test.", "nsec3.test.", "insecure.test.", "unsigned.", "altered.test.");

  private Catalogue() {}

  static void addTo(SignedWorld.Builder world) {
    world.zone(".", zone -> {});
    world.zone("test", zone -> zone.records("ns IN A 127.0.0.1"));
    world.zone("unsigned", zone -> mail(zone.unsigned()));
    world.zone("secure.test", zone -> borders(mail(zone)));
    world.zone("insecure.test", zone -> borders(mail(zone.unsigned())));
    world.zone("nsec3.test", zone -> borders(mail(zone.denyingWith(Denial.NSEC3))));
    world.zone("salted.test", zone -> host(zone.denyingWith(Denial.NSEC3_SALTED)));
    world.zone("optout.test", zone -> borders(mail(zone.denyingWith(Denial.NSEC3_OPT_OUT))));
    world.zone("iterated.test", zone -> mail(zone.denyingWith(Denial.NSEC3_OF_MANY_ITERATIONS)));
    for (ZoneKeys keys : ZoneKeys.values()) {
      world.zone(label(keys), zone -> host(zone.signedWith(keys)));
    }
    for (Flaw flaw : Flaw.values()) {
      if (flaw != Flaw.NONE) {
        world.zone(label(flaw), zone -> host(zone.flawedBy(flaw)));
      }
    }
    for (Flaw flaw : List.of(Flaw.ALTERED, Flaw.WITHHELD, Flaw.WITHOUT_DENIAL)) {
      world.zone(label(flaw), Catalogue::mail);
    }
    world.zone("expired.test", Catalogue::borders);
    world.zone("withheld3.test", zone -> withheld(zone.denyingWith(Denial.NSEC3)));
    below(world);
  }

  /** Zones below those, with fewer names. */
  private static void below(SignedWorld.Builder world) {
    world.zone("signed.optout.test", Catalogue::host);
    world.zone("unsigned.optout.test", zone -> host(zone.unsigned()));
    world.zone("signed.secure.test", Catalogue::host);
    world.zone("unsigned.secure.test", zone -> host(zone.unsigned()));
    world.zone("unsigned.nsec3.test", zone -> host(zone.unsigned()));
    world.zone("unsigned.iterated.test", zone -> host(zone.unsigned()));
    world.zone("signed.insecure.test", Catalogue::host);
    world.zone("signed.altered.test", Catalogue::host);
    world.zone("signed.expired.test", Catalogue::host);
    world.zone("unsigned.expired.test", zone -> host(zone.unsigned()));
    world.zone("unsigned.without-denial.test", zone -> host(zone.unsigned()));
  }

  private static Zone withheld(Zone zone) {
    return host(zone.flawedBy(Flaw.WITHHELD));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".test";
  }

  /** One of each kind. */
  private static Zone host(Zone zone) {
    return zone.records(
        """
        mail IN A 127.0.0.1
        _imaps._tcp IN SRV 0 1 10993 mail
        _10993._tcp.mail IN TLSA 3 1 1 %1$s
        alias IN CNAME mail
        *.wild IN TLSA 3 1 1 %1$s
        """
            .formatted(digest('1')));
  }

  /** Adds the records of a domain with mail, and some names that are hard to answer or to deny. */
  private static Zone mail(Zone zone) {
    return zone.records(
        """
        @ IN MX 10 mail
        mail IN A 127.0.0.1
        mail IN A 127.0.0.3
        mail IN AAAA ::1
        v4 IN A 127.0.0.1
        _imaps._tcp IN SRV 0 1 10993 mail
        _imaps._tcp IN SRV 0 3 10993 v4
        _imaps._tcp IN SRV 20 0 10993 mail.secure.test.
        _imap._tcp IN SRV 10 1 10143 mail
        _pop3s._tcp IN SRV 0 0 0 .
        _pop3._tcp IN SRV 0 0 10110 mail.insecure.test.
        _submissions._tcp IN SRV 0 1 10465 alias
        _submission._tcp IN SRV 65535 65535 65535 mail
        _10993._tcp.mail IN TLSA 0 0 1 %1$s
        _10993._tcp.mail IN TLSA 1 1 2 %1$s%1$s
        _10993._tcp.mail IN TLSA 2 0 1 %1$s
        _10993._tcp.mail IN TLSA 3 1 1 %2$s
        _10993._tcp.mail IN TLSA 3 1 1 %3$s
        _10993._tcp.mail IN TLSA 255 255 255 00
        _10465._tcp.mail IN TLSA 3 1 1 %2$s
        _10587._tcp.mail IN CNAME _10465._tcp.mail
        _10143._tcp.mail IN CNAME _10993._tcp.mail.insecure.test.
        alias IN CNAME mail
        _10993._tcp.alias IN TLSA 3 0 1 %3$s
        alias2 IN CNAME alias
        loop IN CNAME pool
        pool IN CNAME loop
        dangling IN CNAME nothing
        *.wild IN A 127.0.0.2
        *.wildtlsa IN TLSA 3 1 1 %3$s
        *.wildalias IN CNAME mail
        tree IN DNAME other
        host.other IN A 127.0.0.4
        a.long.way.down IN A 127.0.0.5
        """
            .formatted(digest('1'), digest('2'), digest('3')));
  }

  /** Aliases to elsewhere: of hosts, of TLSA owners, of SRV owners, of whole trees. */
  private static Zone borders(Zone zone) {
    for (String beyond : BEYOND) {
      zone.records(
          """
          to-%1$s IN CNAME mail.%2$s
          _10993._tcp.to-%1$s IN CNAME _10993._tcp.mail.%2$s
          _imaps._tcp.to-%1$s IN CNAME _imaps._tcp.%2$s
          nowhere-%1$s IN CNAME nothing.%2$s
          back-%1$s IN CNAME to-secure.%2$s
          all-%1$s IN DNAME %2$s
          """
              .formatted(beyond.substring(0, beyond.indexOf('.')), beyond));
    }
    return zone;
  }

  private static String digest(char digit) {
    return String.valueOf(digit).repeat(64);
  }
}
