package io.github.mailclad.internal.config;

import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.Fetch;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.RevocationPolicy.Requirement;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The settings of the revocation of certificates. */
public final class RevocationKeys {
  private RevocationKeys() {}

  public static final Key<Requirement> REVOCATION =
      Key.ofWord(
              "revocation",
              List.of(Requirement.values()),
              RevocationPolicy.defaults().requirement(),
              "The treatment of a certificate whose revocation status is unknown.",
              "`soft`: it is accepted, and the evidence says so.",
              "`hard`: it is refused. Every certificate of the path but the anchor needs a good answer.",
              "Most public authorities no longer answer OCSP. `hard` therefore refuses nearly every server, unless `revocation-crls` or `revocation-fetch` is set.",
              "Both refuse a certificate that is known to be revoked, and one that demands a stapled OCSP response (RFC 7633) and comes without a good one.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Crls> REVOCATION_CRLS =
      Key.of(
              "revocation-crls",
              RevocationKeys::crls,
              "a file or folder name, file:, or an object",
              "Certificate revocation lists, in PEM or DER.",
              "A file, or a folder with files. In a folder, files whose name begins with a dot are not read.",
              "As an object: an `X509CRL`, a collection or an array of them.",
              "Certificates of keys that sign lists may stand beside them, and are not trusted.",
              "Files are read again when they change. A file that cannot be read is a refusal.",
              "[revocation.md](revocation.md) has a line of cron that refreshes a folder.")
          .byDefault(RevocationPolicy.defaults().crls(), "")
          .inPolicy()
          .needingMinimum();

  public static final Key<Fetch> REVOCATION_FETCH =
      Key.ofWord(
              "revocation-fetch",
              List.of(Fetch.values()),
              RevocationPolicy.defaults().fetch(),
              "The revocation data to fetch from the addresses in a certificate if no other source answers.",
              "`never` is the default: fetching shows the authority, and every machine on the way, which server is used. It also makes mail wait for another machine.",
              "Data is fetched by plain HTTP, never through `mail.<protocol>.proxy` or `socks`, and never from this machine or link-local addresses.")
          .inPolicy()
          .needingMinimum();

  public static final Key<Duration> REVOCATION_TIMEOUT =
      Key.ofMillis(
              "revocation-timeout",
              60_000,
              RevocationPolicy.defaults().timeout(),
              "The total time of everything that is fetched for one verdict.",
              "It is part of `handshake-timeout`.")
          .inPolicy();

  static final List<Key<?>> ALL =
      List.of(REVOCATION, REVOCATION_CRLS, REVOCATION_FETCH, REVOCATION_TIMEOUT);

  static Crls crls(Setting setting) {
    if (setting.value() instanceof String) {
      return new CrlFiles(Parser.path().parse(setting));
    }
    Collection<?> items = Parser.elements(setting.value());
    List<X509CRL> lists =
        items.stream().filter(X509CRL.class::isInstance).map(X509CRL.class::cast).toList();
    if (lists.size() < items.size()) {
      throw new IllegalArgumentException();
    }
    return new GivenCrls(lists);
  }
}
