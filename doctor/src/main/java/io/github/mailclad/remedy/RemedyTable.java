package io.github.mailclad.remedy;

import static io.github.mailclad.remedy.Remedy.Server.CERTIFICATE;
import static io.github.mailclad.remedy.Remedy.Server.CYRUS;
import static io.github.mailclad.remedy.Remedy.Server.DNS;
import static io.github.mailclad.remedy.Remedy.Server.DOVECOT_2_3;
import static io.github.mailclad.remedy.Remedy.Server.DOVECOT_2_4;
import static io.github.mailclad.remedy.Remedy.Server.EXIM;
import static io.github.mailclad.remedy.Remedy.Server.POSTFIX;

import io.github.mailclad.remedy.Remedy.Server;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table of remedies. A test has each server that is installed check its own lines. */
final class RemedyTable {
  private static final String DOVECOT = "dovecot.conf";
  private static final String CYRUS_OPTIONS = "imapd.conf";
  private static final String EXIM_MAIN = "exim.conf, main section";
  private static final String SHELL = "shell";
  private static final String SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20";

  private static final Set<String> CLEARTEXT = Set.of("cleartext-login");
  private static final Set<String> PORTS = Set.of("implicit-tls", "tls-offered");
  private static final Set<String> STARTTLS = Set.of("starttls-offered", "starttls-works");
  private static final Set<String> VERSIONS = Set.of("tls-version-old", "tls-version-current");
  private static final Set<String> CIPHERS =
      Set.of(
          "cipher-suites-recommended",
          "cipher-suites-broken",
          "cipher-suites-dated",
          "cipher-suites-cbc");
  private static final Set<String> CHAIN =
      Set.of("certificate-chain", "certificate-expiry", "consistency");
  private static final Set<String> NAMES =
      Set.of(
          "certificate-host",
          "certificate-domain",
          "certificate-source",
          "certificate-common-name",
          "certificate-wildcard",
          "server-name");
  private static final Set<String> CLIENT = Set.of("client-certificate");
  private static final Set<String> COMPRESSION = Set.of("tls-compression");
  private static final Set<String> RENEGOTIATION = Set.of("renegotiation");
  private static final Set<String> TICKETS = Set.of("session-tickets");
  private static final Set<String> POST_QUANTUM = Set.of("post-quantum");

  private RemedyTable() {}

  /** A remedy and the checks that it is for. */
  record Row(Set<String> checks, Remedy remedy) {}

  static List<Row> rows() {
    return Stream.of(dovecot(), dovecot24(), cyrus(), postfix(), exim(), records())
        .flatMap(rows -> rows)
        .toList();
  }

  private static Row row(Set<String> checks, Server server, String file, String text) {
    return new Row(checks, new Remedy(server, file, text));
  }

  private static Stream<Row> dovecot() {
    return Stream.of(
        row(CLEARTEXT, DOVECOT_2_3, DOVECOT, "ssl = required\ndisable_plaintext_auth = yes\n"),
        row(PORTS, DOVECOT_2_3, DOVECOT, LISTENERS),
        row(STARTTLS, DOVECOT_2_3, DOVECOT, "ssl = required\n"),
        row(VERSIONS, DOVECOT_2_3, DOVECOT, "ssl_min_protocol = TLSv1.2\n"),
        row(
            CIPHERS,
            DOVECOT_2_3,
            DOVECOT,
            "ssl_cipher_list = " + SUITES + "\nssl_prefer_server_ciphers = yes\n"),
        row(
            CHAIN,
            DOVECOT_2_3,
            DOVECOT,
            "ssl_cert = </etc/ssl/mail/fullchain.pem\nssl_key = </etc/ssl/mail/privkey.pem\n"),
        row(CLIENT, DOVECOT_2_3, DOVECOT, "ssl_verify_client_cert = no\n"),
        row(COMPRESSION, DOVECOT_2_3, DOVECOT, "ssl_options = no_compression\n"),
        row(TICKETS, DOVECOT_2_3, DOVECOT, "ssl_options = no_ticket\n"),
        row(
            POST_QUANTUM,
            DOVECOT_2_3,
            DOVECOT,
            "# with OpenSSL 3.5 or newer\nssl_curve_list = X25519MLKEM768:X25519:P-256\n"));
  }

  private static final String LISTENERS =
      """
      service imap-login {
        inet_listener imaps {
          port = 993
          ssl = yes
        }
      }
      service pop3-login {
        inet_listener pop3s {
          port = 995
          ssl = yes
        }
      }
      """;

  private static Stream<Row> dovecot24() {
    return Stream.of(
        row(CLEARTEXT, DOVECOT_2_4, DOVECOT, "ssl = required\nauth_allow_cleartext = no\n"),
        row(PORTS, DOVECOT_2_4, DOVECOT, LISTENERS),
        row(STARTTLS, DOVECOT_2_4, DOVECOT, "ssl = required\n"),
        row(VERSIONS, DOVECOT_2_4, DOVECOT, "ssl_min_protocol = TLSv1.2\n"),
        row(
            CIPHERS,
            DOVECOT_2_4,
            DOVECOT,
            "ssl_cipher_list = " + SUITES + "\nssl_server_prefer_ciphers = server\n"),
        row(
            CHAIN,
            DOVECOT_2_4,
            DOVECOT,
            "ssl_server_cert_file = /etc/ssl/mail/fullchain.pem\nssl_server_key_file = /etc/ssl/mail/privkey.pem\n"),
        row(CLIENT, DOVECOT_2_4, DOVECOT, "ssl_server_request_client_cert = no\n"),
        row(
            POST_QUANTUM,
            DOVECOT_2_4,
            DOVECOT,
            "# with OpenSSL 3.5 or newer\nssl_curve_list = X25519MLKEM768:X25519:P-256\n"));
  }

  /** The services of Cyrus with implicit TLS. */
  static final String CYRUS_SERVICES =
      """
      SERVICES {
        imaps cmd="imapd -s" listen="imaps"
        pop3s cmd="pop3d -s" listen="pop3s"
      }
      """;

  private static Stream<Row> cyrus() {
    return Stream.of(
        row(CLEARTEXT, CYRUS, CYRUS_OPTIONS, "allowplaintext: no\n"),
        row(PORTS, CYRUS, "cyrus.conf", CYRUS_SERVICES),
        row(VERSIONS, CYRUS, CYRUS_OPTIONS, "tls_versions: tls1_2 tls1_3\n"),
        row(
            CIPHERS,
            CYRUS,
            CYRUS_OPTIONS,
            "tls_ciphers: " + SUITES + "\ntls_prefer_server_ciphers: yes\n"),
        row(
            CHAIN,
            CYRUS,
            CYRUS_OPTIONS,
            "tls_server_cert: /etc/ssl/mail/fullchain.pem\ntls_server_key: /etc/ssl/mail/privkey.pem\n"),
        row(CLIENT, CYRUS, CYRUS_OPTIONS, "tls_client_certs: off\n"));
  }

  private static Stream<Row> postfix() {
    return Stream.of(
        row(CLEARTEXT, POSTFIX, SHELL, "postconf smtpd_tls_auth_only=yes\n"),
        row(
            PORTS,
            POSTFIX,
            SHELL,
            """
            postconf -M submissions/inet="submissions inet n - y - - smtpd"
            postconf -P submissions/inet/smtpd_tls_wrappermode=yes
            postconf -P submissions/inet/smtpd_sasl_auth_enable=yes
            """),
        row(
            STARTTLS,
            POSTFIX,
            SHELL,
            """
            postconf -M submission/inet="submission inet n - y - - smtpd"
            postconf -P submission/inet/smtpd_tls_security_level=encrypt
            postconf -P submission/inet/smtpd_sasl_auth_enable=yes
            """),
        row(
            Set.of("port-25-login"),
            POSTFIX,
            SHELL,
            """
            postconf smtpd_sasl_auth_enable=no
            postconf -P submissions/inet/smtpd_sasl_auth_enable=yes
            """),
        row(
            Set.of("submission-login"),
            POSTFIX,
            SHELL,
            "postconf -P submissions/inet/smtpd_sasl_auth_enable=yes\n"),
        row(
            VERSIONS,
            POSTFIX,
            SHELL,
            "postconf 'smtpd_tls_protocols=>=TLSv1.2' 'smtpd_tls_mandatory_protocols=>=TLSv1.2'\n"),
        row(
            CIPHERS,
            POSTFIX,
            SHELL,
            "postconf smtpd_tls_mandatory_ciphers=high smtpd_tls_ciphers=high tls_high_cipherlist="
                + SUITES
                + " tls_preempt_cipherlist=yes\n"),
        row(
            Set.of("handshake-signature"),
            POSTFIX,
            SHELL,
            "postconf tls_high_cipherlist=" + SUITES + ":@SECLEVEL=2 smtpd_tls_ciphers=high\n"),
        row(
            CHAIN,
            POSTFIX,
            SHELL,
            "postconf smtpd_tls_chain_files=/etc/ssl/mail/privkey.pem,/etc/ssl/mail/fullchain.pem\n"),
        row(CLIENT, POSTFIX, SHELL, "postconf smtpd_tls_ask_ccert=no smtpd_tls_req_ccert=no\n"),
        row(COMPRESSION, POSTFIX, SHELL, "postconf tls_ssl_options=NO_COMPRESSION\n"),
        row(RENEGOTIATION, POSTFIX, SHELL, "postconf tls_ssl_options=NO_RENEGOTIATION\n"),
        row(TICKETS, POSTFIX, SHELL, "postconf smtpd_tls_session_cache_timeout=3600s\n"),
        row(
            POST_QUANTUM,
            POSTFIX,
            SHELL,
            "# with OpenSSL 3.5 or newer\npostconf tls_eecdh_auto_curves=X25519MLKEM768,X25519,prime256v1\n"));
  }

  private static Stream<Row> exim() {
    return Stream.of(
        row(CLEARTEXT, EXIM, EXIM_MAIN, "auth_advertise_hosts = ${if def:tls_in_cipher {*}{}}\n"),
        row(
            Set.of("port-25-login"),
            EXIM,
            EXIM_MAIN,
            "auth_advertise_hosts = ${if and{{def:tls_in_cipher}{!eq{$received_port}{25}}} {*}{}}\n"),
        row(
            PORTS,
            EXIM,
            EXIM_MAIN,
            "daemon_smtp_ports = 25 : 465 : 587\ntls_on_connect_ports = 465\n"),
        row(STARTTLS, EXIM, EXIM_MAIN, "tls_advertise_hosts = *\n"),
        row(
            VERSIONS,
            EXIM,
            EXIM_MAIN,
            """
            # Exim with GnuTLS, as in Debian; with OpenSSL: openssl_options = +no_tlsv1 +no_tlsv1_1
            tls_require_ciphers = SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2
            """),
        row(
            CIPHERS,
            EXIM,
            EXIM_MAIN,
            "# Exim with GnuTLS, as in Debian; with OpenSSL: tls_require_ciphers = "
                + SUITES
                + "\ntls_require_ciphers = SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305\n"),
        row(
            CHAIN,
            EXIM,
            EXIM_MAIN,
            "tls_certificate = /etc/ssl/mail/fullchain.pem\ntls_privatekey = /etc/ssl/mail/privkey.pem\n"),
        row(CLIENT, EXIM, EXIM_MAIN, "tls_verify_hosts =\ntls_try_verify_hosts =\n"));
  }

  private static Stream<Row> records() {
    return Stream.of(
        row(
            Set.of(
                "srv-published",
                "srv-implicit-tls-preferred",
                "discover-access",
                "discover-submission"),
            DNS,
            "zone of the mail domain",
            """
            _imaps._tcp.example.org.       3600 IN SRV 0 1 993 mail.example.org.
            _submissions._tcp.example.org. 3600 IN SRV 0 1 465 mail.example.org.
            """),
        row(
            Set.of("tlsa-published", "tlsa-match", "tlsa-form"),
            DNS,
            "zone of the server; doctor publish writes these records from a certificate",
            "_993._tcp.mail.example.org. 3600 IN TLSA 3 1 1 <SHA-256 of the public key>\n"),
        row(
            Set.of("dnssec", "tlsa-signed"),
            DNS,
            "named.conf, zone of the server",
            "dnssec-policy default;\ninline-signing yes;\n"),
        row(
            NAMES,
            CERTIFICATE,
            "request of the certificate",
            "certbot certonly -d mail.example.org -d example.org\n"));
  }
}
