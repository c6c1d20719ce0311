package io.github.mailclad.audit;

import static io.github.mailclad.audit.Profile.MODERN;
import static io.github.mailclad.audit.Profile.RFC8314;

import java.util.List;
import java.util.stream.Stream;

/** The checks. Their identifiers never change their meaning. */
public final class Catalogue {
  // DNS
  static final Check SRV_PUBLISHED =
      check(
          "srv-published",
          "the domain publishes its mail services in SRV records",
          "D-4-7",
          "D-4.5.2-1");
  static final Check SRV_TLS_PREFERRED =
      check(
          "srv-implicit-tls-preferred",
          "SRV records prefer implicit TLS to STARTTLS",
          "D-4-8",
          "D-4-9",
          "D-4.5.2-2");
  static final Check SRV_TARGET =
      check("srv-target", "targets of SRV records exist and are not aliases", "D-4.5.2-1");
  static final Check PACC = check("pacc", "the configuration with a digest is consistent");
  static final Check AUTOCONFIG = check("autoconfig", "the autoconfig file is consistent");
  static final Check DNSSEC =
      check("dnssec", "the records that lead to a server are signed", "D-4.5.3-1");
  static final Check TLSA_PUBLISHED =
      check("tlsa-published", "servers have TLSA records", "D-4.5.4-1");
  static final Check TLSA_SIGNED = check("tlsa-signed", "TLSA records are signed", "D-4.5.4-2");
  static final Check TLSA_MATCH =
      check("tlsa-match", "each chain of each address matches the TLSA records", "D-4.5.4-1");
  static final Check TLSA_FORM =
      check("tlsa-form", "TLSA records have recommended parameters", "D-4.5.4-1");
  // services
  static final Check TLS_OFFERED =
      check("tls-offered", "each service is reachable over TLS", "D-4-1");
  static final Check IMPLICIT_TLS =
      check("implicit-tls", "the service is offered over implicit TLS", "D-4-4");
  static final Check STARTTLS_OFFERED =
      check("starttls-offered", "the service is also offered with STARTTLS", "D-4-5");
  static final Check STARTTLS_WORKS =
      check("starttls-works", "STARTTLS is offered only where it works", "D-4-6");
  static final Check SUBMISSION_LOGIN =
      check("submission-login", "submission offers a login inside TLS", "D-3.3-6");
  static final Check CLEARTEXT_LOGIN =
      check("cleartext-login", "no login is offered before TLS", "D-4-10", "D-4.1-3");
  static final Check PORT_25_LOGIN = check("port-25-login", "port 25 offers no login", "D-4-11");
  static final Check PREAUTH =
      check("preauth-before-tls", "the server does not greet with PREAUTH before TLS", "D-4-10");
  static final Check POP_STATE =
      check("pop3-state", "POP3 commands for mail need a login", "D-3.1-4");
  static final Check INJECTION =
      check("starttls-injection", "commands behind STARTTLS are not carried into TLS", "D-4-6");
  static final Check CLOSE_NOTIFY =
      check("close-notify", "the server ends TLS with close_notify", "D-3.4-1");
  // TLS
  static final Check TLS_CURRENT =
      check("tls-version-current", "TLS 1.2 or later is supported", "D-4-12");
  static final Check TLS_OLD =
      check(
          "tls-version-old",
          "SSL 3, TLS 1.0 and TLS 1.1 are refused",
          "D-4-14",
          "D-4.1-8",
          "D-4.1-9",
          "B-2-1",
          "B-2-2",
          "B-2-3");
  static final Check TLS_1_3 =
      new Check("tls-1-3", "TLS 1.3 is supported", List.of("D-4-12"), MODERN);
  static final Check SUITES_RECOMMENDED =
      check("cipher-suites-recommended", "a recommended cipher suite is supported", "D-4-13");
  static final Check SUITES_BROKEN =
      check("cipher-suites-broken", "broken cipher suites are refused", "D-4-13");
  static final Check SUITES_DATED =
      check("cipher-suites-dated", "cipher suites without forward secrecy are refused", "D-4-13");
  static final Check SUITES_CBC =
      check(
          "cipher-suites-cbc",
          "cipher suites in CBC mode without encrypt_then_mac are refused",
          "D-4-13",
          "A-CIPH-1");
  static final Check SIGNATURE =
      check("handshake-signature", "no handshake is signed with SHA-1 or MD5", "D-4-13", "A-SIG");
  static final Check SAFEGUARDS =
      check(
          "tls12-safeguards",
          "TLS 1.2 has extended_master_secret and renegotiation_info",
          "D-4-13");
  static final Check COMPRESSION =
      check("tls-compression", "TLS compression is off", "D-4-13", "A-COMP");
  static final Check RENEGOTIATION =
      check("renegotiation", "a client cannot start a renegotiation", "A-RENEG");
  static final Check TICKETS =
      check("session-tickets", "a session ticket is valid for a week at most", "A-TICKET");
  static final Check STAPLING = check("ocsp-stapling", "the server staples an OCSP response");
  static final Check ALPN =
      check("alpn", "a client of another application protocol is turned away", "R9325-3.8-1");
  static final Check POST_QUANTUM =
      new Check(
          "post-quantum",
          "a hybrid post-quantum key exchange is supported",
          List.of("D-4-13"),
          MODERN);
  // certificates
  static final Check CERTIFICATE_CHAIN =
      check(
          "certificate-chain",
          "the certificate chain is valid, for TLS servers, and of strong keys",
          "D-4.4-1",
          "A-KEYLEN",
          "A-CERT-EKU");
  static final Check CERTIFICATE_REVOCATION =
      check(
          "certificate-revocation",
          "no stapled response revokes the certificate, and none that must be stapled is absent",
          "D-4.4-1",
          "A-CERT-REV");
  static final Check CERTIFICATE_EXPIRY =
      check("certificate-expiry", "no certificate ends soon", "D-4.4-1");
  static final Check CERTIFICATE_HOST =
      check("certificate-host", "the certificate names the host", "R7817-4-1", "R7817-5-1");
  static final Check CERTIFICATE_SOURCE =
      check(
          "certificate-source",
          "a client that starts from the mail domain can verify the server",
          "R6186-5-1");
  static final Check CERTIFICATE_DOMAIN =
      check("certificate-domain", "the certificate names the mail domain", "R7817-5-2");
  static final Check CERTIFICATE_SRV =
      check(
          "certificate-srv-id",
          "the certificate has an SRV-ID for each service",
          "R7817-4-2",
          "R7817-5-3",
          "R7817-4.1-2");
  static final Check CERTIFICATE_CN =
      check(
          "certificate-common-name",
          "a common name is also a subjectAltName",
          "R7817-4-3",
          "R7817-5-4");
  static final Check CERTIFICATE_WILDCARD =
      check(
          "certificate-wildcard",
          "a wildcard is the whole leftmost label",
          "R7817-4-4",
          "R7817-5-5");
  static final Check SNI =
      check(
          "server-name",
          "a client gets a certificate of the host without a server name, and a connection for the mail domain",
          "A-SNI-1",
          "D-4.4-2",
          "D-4.4-3",
          "R7817-5.1-1");
  static final Check CLIENT_CERTIFICATE =
      check(
          "client-certificate",
          "a client certificate is requested only where EXTERNAL is offered",
          "D-4.2-1",
          "D-4.2-2",
          "D-4.2-4");
  static final Check CONSISTENCY =
      check(
          "consistency", "all addresses of a service are configured alike", "D-4.4-1", "A-CONSIST");

  // speed, drift, and a message
  static final Check SPEED = check("speed", "extensions that save round trips are offered");
  static final Check DRIFT = check("drift", "nothing got worse since the baseline", "D-4.6-1");
  static final Check RECEIVED =
      check(
          "received-tls",
          "Received fields record the cipher suite",
          "D-4-15",
          "D-4.3-1",
          "D-4.3-2",
          "D-4.3-3");

  // one connection
  static final Check CONNECT_ADDRESS = check("connect-address", "the host has reachable addresses");
  static final Check CONNECT_TLS = check("connect-tls", "the parameters of TLS");
  static final Check CONNECT_CHAIN = check("connect-chain", "the presented certificates");
  static final Check CONNECT_GREETING = check("connect-greeting", "the greeting");
  static final Check CONNECT_CAPABILITIES = check("connect-capabilities", "the capabilities");
  static final Check CONNECT_LOGIN = check("connect-login", "the offered logins");
  static final Check CONNECT_TIME = check("connect-time", "the time for each stage");
  static final Check CONNECT_VERDICT = check("connect-verdict", "Mailclad connects");
  static final Check CONNECT_EVIDENCE =
      check("connect-evidence", "the evidence that names the server");
  static final Check CONNECT_SIGN_IN = check("connect-sign-in", "a person can sign in");
  static final Check CONNECT_TOKEN = check("connect-token", "the server accepts the token");
  static final Check CONNECT_CLIENT = check("connect-client", "a client of that age connects");
  // discovery
  static final Check DISCOVER_ACCESS =
      check("discover-access", "servers to read mail from are published");
  static final Check DISCOVER_SUBMISSION =
      check("discover-submission", "servers to submit mail to are published");
  static final Check DISCOVER_RECORDS =
      check("discover-records", "the published records can be used");

  private Catalogue() {}

  /** Returns all checks, those that only the operator can make at the end. */
  public static List<Check> all() {
    return Stream.concat(
            observable(), Questionnaire.questions().stream().map(Questionnaire.Question::check))
        .toList();
  }

  private static Stream<Check> observable() {
    return Stream.of(
        SRV_PUBLISHED,
        SRV_TLS_PREFERRED,
        SRV_TARGET,
        PACC,
        AUTOCONFIG,
        DNSSEC,
        TLSA_PUBLISHED,
        TLSA_SIGNED,
        TLSA_MATCH,
        TLSA_FORM,
        TLS_OFFERED,
        IMPLICIT_TLS,
        STARTTLS_OFFERED,
        STARTTLS_WORKS,
        SUBMISSION_LOGIN,
        CLEARTEXT_LOGIN,
        PORT_25_LOGIN,
        PREAUTH,
        POP_STATE,
        INJECTION,
        CLOSE_NOTIFY,
        TLS_CURRENT,
        TLS_OLD,
        TLS_1_3,
        SUITES_RECOMMENDED,
        SUITES_BROKEN,
        SUITES_DATED,
        SUITES_CBC,
        SIGNATURE,
        SAFEGUARDS,
        COMPRESSION,
        RENEGOTIATION,
        TICKETS,
        STAPLING,
        ALPN,
        POST_QUANTUM,
        CERTIFICATE_CHAIN,
        CERTIFICATE_REVOCATION,
        CERTIFICATE_EXPIRY,
        CERTIFICATE_HOST,
        CERTIFICATE_SOURCE,
        CERTIFICATE_DOMAIN,
        CERTIFICATE_SRV,
        CERTIFICATE_CN,
        CERTIFICATE_WILDCARD,
        SNI,
        CLIENT_CERTIFICATE,
        CONSISTENCY,
        SPEED,
        DRIFT,
        RECEIVED,
        CONNECT_ADDRESS,
        CONNECT_TLS,
        CONNECT_CHAIN,
        CONNECT_GREETING,
        CONNECT_CAPABILITIES,
        CONNECT_LOGIN,
        CONNECT_TIME,
        CONNECT_VERDICT,
        CONNECT_EVIDENCE,
        CONNECT_SIGN_IN,
        CONNECT_TOKEN,
        CONNECT_CLIENT,
        DISCOVER_ACCESS,
        DISCOVER_SUBMISSION,
        DISCOVER_RECORDS);
  }

  private static Check check(String id, String title, String... requirements) {
    return new Check(id, title, List.of(requirements), RFC8314);
  }
}
