package io.github.mailclad.it.audit;

import java.security.Security;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The faults of the bad provider, as an audit has to report them. */
final class LabFaults {
  /** The faults of each port of the real servers. */
  private static final List<String> EVERYWHERE =
      List.of(
          "FAIL certificate-chain",
          "FAIL certificate-expiry",
          "FAIL certificate-host",
          "FAIL certificate-wildcard",
          "FAIL cipher-suites-broken",
          "FAIL tls-version-old",
          "WARN certificate-expiry",
          "WARN cipher-suites-cbc",
          "WARN cipher-suites-dated",
          "WARN handshake-signature");

  private static final List<String> PORTS =
      List.of(
          "imaps mail.bad.example:993",
          "imap mail.bad.example:143",
          "pop3s mail.bad.example:995",
          "pop3 mail.bad.example:110",
          "submissions mail.bad.example:465",
          "submission mail.bad.example:587");

  /** The hosts whose TLS is that of the JDK. */
  private static final List<String> OF_THE_JDK =
      List.of("www.alias", "dane", "inject", "rude", "state", "twins");

  /** The other faults, with their places. */
  private static final String ELSEWHERE =
      """
      FAIL autoconfig submission broken.bad.example:587 is in the file, and has no TLS
      FAIL autoconfig the file: an entry for imap has no TLS; dropped
      FAIL certificate-chain imaps revoked.bad.example:993
      FAIL certificate-host pop3s www.alias.bad.example:995
      FAIL certificate-revocation imaps revoked.bad.example:993
      FAIL cipher-suites-recommended imaps old.bad.example:993
      FAIL dnssec address records of bogus.bad.example: Bogus
      FAIL pacc clients refuse the configuration: it is not the one whose digest is in DNS
      FAIL pop3-state pop3s www.alias.bad.example:995
      FAIL pop3-state pop3s state.bad.example:995
      FAIL preauth-before-tls imap preauth.bad.example:143
      FAIL starttls-injection submission inject.bad.example:587
      FAIL submission-login submissions mail.bad.example:465
      FAIL tls-offered imap preauth.bad.example:143
      FAIL tls-offered submission broken.bad.example:587
      FAIL tls-version-current imaps old.bad.example:993
      FAIL tls-version-old imaps old.bad.example:993
      FAIL tlsa-match imaps dane.bad.example:993
      FAIL tlsa-signed TLSA records of _993._tcp.mail.bad.example are published without DNSSEC
      WARN alpn imaps alpn.bad.example:993
      WARN certificate-revocation imaps stapler.bad.example:993
      WARN certificate-source imap mail.bad.example:143
      WARN certificate-source imaps alpn.bad.example:993
      WARN certificate-source imaps dane.bad.example:993
      WARN certificate-source imaps mail.bad.example:993
      WARN certificate-source imaps named.bad.example:993
      WARN certificate-source imaps old.bad.example:993
      WARN certificate-source imaps plain12.bad.example:993
      WARN certificate-source imaps stapler.bad.example:993
      WARN certificate-source imaps ticket.bad.example:993
      WARN certificate-source imaps twins.bad.example:993
      WARN certificate-source submission mail.bad.example:587
      WARN cipher-suites-cbc imaps dane.bad.example:993
      WARN cipher-suites-cbc imaps twins.bad.example:993
      WARN cipher-suites-cbc pop3s www.alias.bad.example:995
      WARN cipher-suites-cbc pop3s state.bad.example:995
      WARN cipher-suites-cbc submission inject.bad.example:587
      WARN cipher-suites-cbc submissions rude.bad.example:465
      WARN cipher-suites-dated imaps dane.bad.example:993
      WARN cipher-suites-dated imaps twins.bad.example:993
      WARN cipher-suites-dated pop3s www.alias.bad.example:995
      WARN cipher-suites-dated pop3s state.bad.example:995
      WARN cipher-suites-dated submission inject.bad.example:587
      WARN cipher-suites-dated submissions rude.bad.example:465
      WARN cleartext-login imap mail.bad.example:143
      WARN cleartext-login imap preauth.bad.example:143
      WARN cleartext-login pop3 mail.bad.example:110
      WARN cleartext-login submission mail.bad.example:587
      WARN client-certificate imap mail.bad.example:143
      WARN client-certificate imaps mail.bad.example:993
      WARN client-certificate pop3 mail.bad.example:110
      WARN client-certificate pop3s mail.bad.example:995
      WARN close-notify submission inject.bad.example:587
      WARN close-notify submissions rude.bad.example:465
      WARN consistency imaps twins.bad.example:993
      WARN consistency submissions mail.bad.example:465
      WARN dnssec address records of www.alias.bad.example: Insecure
      WARN dnssec alias www.alias.bad.example to state.bad.example: Insecure
      WARN dnssec SRV records of _imap._tcp.bad.example: Insecure
      WARN dnssec SRV records of _imaps._tcp.bad.example: Insecure
      WARN dnssec address records of mail.bad.example: Insecure
      WARN handshake-signature imaps alpn.bad.example:993
      WARN handshake-signature imaps dane.bad.example:993
      WARN handshake-signature imaps named.bad.example:993
      WARN handshake-signature imaps plain12.bad.example:993
      WARN handshake-signature imaps revoked.bad.example:993
      WARN handshake-signature imaps stapler.bad.example:993
      WARN handshake-signature imaps ticket.bad.example:993
      WARN handshake-signature imaps twins.bad.example:993
      WARN handshake-signature pop3s www.alias.bad.example:995
      WARN handshake-signature pop3s state.bad.example:995
      WARN handshake-signature submission inject.bad.example:587
      WARN handshake-signature submissions rude.bad.example:465
      WARN implicit-tls imap preauth.bad.example:143
      WARN implicit-tls submission broken.bad.example:587
      WARN implicit-tls submission inject.bad.example:587
      WARN port-25-login smtp mail.bad.example:25
      WARN renegotiation imaps dane.bad.example:993
      WARN renegotiation imaps named.bad.example:993
      WARN renegotiation imaps plain12.bad.example:993
      WARN renegotiation imaps revoked.bad.example:993
      WARN renegotiation imaps stapler.bad.example:993
      WARN renegotiation imaps ticket.bad.example:993
      WARN renegotiation imaps twins.bad.example:993
      WARN renegotiation pop3s www.alias.bad.example:995
      WARN renegotiation pop3s state.bad.example:995
      WARN renegotiation submission inject.bad.example:587
      WARN renegotiation submissions rude.bad.example:465
      WARN server-name imaps named.bad.example:993
      WARN session-tickets imaps ticket.bad.example:993
      WARN srv-implicit-tls-preferred IMAP: SRV records do not prefer implicit TLS to STARTTLS
      WARN srv-implicit-tls-preferred SUBMISSION: SRV records name STARTTLS only
      WARN srv-target _imaps._tcp: the port is that of imap: 30 1 143 mail.bad.example
      WARN srv-target _imaps._tcp: the target has no address: 30 1 993 bogus.bad.example
      WARN srv-target _imaps._tcp: the target has no address: 30 1 993 nowhere.bad.example
      WARN srv-target _imaps._tcp: the target is an alias: 30 1 993 www.alias.bad.example
      WARN srv-target _pop3s._tcp: '.' stands beside other targets: 0 1 0 .
      WARN srv-target _submission._tcp: the port is that of submissions: 0 1 465 rude.bad.example
      WARN srv-target imaps www.alias.bad.example:993
      WARN starttls-works submission broken.bad.example:587
      WARN tls-compression imaps zip.bad.example:993
      WARN tls12-safeguards imaps plain12.bad.example:993
      WARN tls12-safeguards imaps zip.bad.example:993
      WARN tlsa-form TLSA records of _993._tcp.dane.bad.example: a record has the whole certificate or key
      dated.example: WARN autoconfig imaps plain12.bad.example:1993 is in the file and not in the SRV records
      dated.example: WARN drift srv-published was good, and is now: WARN
      dated.example: WARN handshake-signature imaps plain12.bad.example:993
      dated.example: WARN pacc the digest of the configuration is not signed
      dated.example: WARN post-quantum imaps plain12.bad.example:993
      dated.example: WARN received-tls no Received field records the cipher suite
      dated.example: WARN renegotiation imaps plain12.bad.example:993
      dated.example: WARN srv-published no SRV record names a server for submitting mail
      dated.example: WARN tls-1-3 imaps plain12.bad.example:993
      dated.example: WARN tls12-safeguards imaps plain12.bad.example:993
      """;

  private LabFaults() {}

  /** Returns each fault of the whole lab with its place, sorted. */
  static Set<String> all() {
    Set<String> faults = new TreeSet<>(ELSEWHERE.lines().toList());
    EVERYWHERE.forEach(fault -> PORTS.forEach(port -> faults.add(fault + " " + port)));
    for (int port : new int[] {993, 143, 995, 110, 465, 587}) {
      faults.add("FAIL dnssec TLSA records of _" + port + "._tcp.bogus.bad.example: Bogus");
    }
    if (Security.getProperty("jdk.tls.disabledAlgorithms").contains("usage HandshakeSignature")) {
      // newer JDKs do not sign with SHA-1
      faults.removeIf(
          fault ->
              fault.contains("handshake-signature")
                  && OF_THE_JDK.stream().anyMatch(host -> fault.contains(" " + host + ".bad.")));
    }
    return faults;
  }
}
