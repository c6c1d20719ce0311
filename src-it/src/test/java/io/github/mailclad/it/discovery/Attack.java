package io.github.mailclad.it.discovery;

import static io.github.mailclad.dns.DnssecStatus.BOGUS;
import static io.github.mailclad.dns.DnssecStatus.INDETERMINATE;
import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static io.github.mailclad.it.discovery.AddressOnly.HOST;
import static io.github.mailclad.it.discovery.AddressOnly.srv;
import static io.github.mailclad.it.discovery.Published.AUTOCONFIG;
import static io.github.mailclad.it.discovery.Published.AUTOCONFIG_PATH;
import static io.github.mailclad.it.discovery.Published.PACC;
import static io.github.mailclad.it.discovery.Published.PACC_PATH;
import static io.github.mailclad.it.discovery.Published.WELL_KNOWN_PATH;
import static io.github.mailclad.it.discovery.Victim.EVIL;
import static io.github.mailclad.it.discovery.Victim.LOGGED_IN;

import io.github.mailclad.dns.FakeDns;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The seventeen attacks on automatic configuration. docs/decisions/0049 has the source of each, and
 * the defect that it needs.
 */
enum Attack {
  CONFIGURATION_WITHOUT_TLS("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", old(victim));
      victim.web.withoutTls(AUTOCONFIG);
    }
  },
  REDIRECT_TO_HTTP("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim
          .site(AUTOCONFIG)
          .redirect(AUTOCONFIG_PATH, "http://" + AUTOCONFIG + ":80/clear.xml")
          .page("/clear.xml", "text/xml", old(victim));
    }
  },
  REDIRECT_ELSEWHERE("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim.site(AUTOCONFIG).redirect(AUTOCONFIG_PATH, "https://www.attacker.example/c.xml");
      victim.site("www.attacker.example").page("/c.xml", "text/xml", old(victim));
      victim.distrusting("www.attacker.example");
    }
  },
  UNKNOWN_AUTHORITY("no-service-records") {
    @Override
    void prepare(Victim victim) {
      Issued unknown = CertificateBuilder.root("Test Root");
      victim
          .distrusting(AUTOCONFIG)
          .site(AUTOCONFIG, CertificateBuilder.server().dns(AUTOCONFIG).issuedBy(unknown))
          .page(AUTOCONFIG_PATH, "text/xml", old(victim));
    }
  },
  CERTIFICATE_OF_ANOTHER_HOST("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim
          .distrusting(AUTOCONFIG)
          .site(AUTOCONFIG, victim.account.certificateFor("www.attacker.example"))
          .page(AUTOCONFIG_PATH, "text/xml", old(victim));
    }
  },
  FORGED_RECORDS("discovery-failed") {
    @Override
    void prepare(Victim victim) {
      victim.account.dns.fails(FakeDns.Type.SRV, srv("imaps"), BOGUS, "the signature is wrong");
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", old(victim));
    }
  },
  FORGED_DOCUMENT("configuration-mismatch") {
    @Override
    void prepare(Victim victim) {
      String honest = Published.pacc(HOST, HOST);
      victim.account.dns.txt(SECURE, Published.PACC_RECORD, Published.digest(honest));
      victim.site(PACC).page(PACC_PATH, "application/json", Published.pacc(EVIL, EVIL));
    }
  },
  SUPPRESSED_DIGEST("discovery-failed") {
    @Override
    void prepare(Victim victim) {
      victim.account.dns.fails(FakeDns.Type.TXT, Published.PACC_RECORD, INDETERMINATE, "no answer");
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", old(victim));
    }
  },
  CONTRADICTION(LOGGED_IN) {
    @Override
    void prepare(Victim victim) {
      victim
          .account
          .publishing(SECURE, "imaps", HOST, victim.imap)
          .publishing(SECURE, "submissions", HOST, victim.submissions);
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", old(victim));
    }
  },
  NO_SERVERS("no-service-records") {
    @Override
    void prepare(Victim victim) {
      List<String> guesses = List.of("imap." + DOMAIN, "mail." + DOMAIN, "smtp." + DOMAIN);
      guesses.forEach(host -> victim.account.at(INSECURE, host));
      victim.neverAskingFor(guesses.toArray(new String[0]));
      victim.neverAskingFor("pop." + DOMAIN, "pop3." + DOMAIN);
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", Published.autoconfig());
    }
  },
  CLEARTEXT_ONLY("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim
          .site(AUTOCONFIG)
          .page(AUTOCONFIG_PATH, "text/xml", Published.autoconfig(cleartext(victim)));
    }
  },
  CLEARTEXT_FIRST(LOGGED_IN) {
    @Override
    void prepare(Victim victim) throws IOException {
      Issued ofDomain = victim.account.certificateFor(HOST, DOMAIN);
      TlsFront imap = victim.honest(victim.account.server("imap", ofDomain));
      TlsFront smtp = victim.honest(victim.account.server("submission", ofDomain));
      String servers =
          cleartext(victim)
              + Published.incoming("imap", HOST, imap.port(), "SSL")
              + Published.outgoing(HOST, smtp.port(), "SSL");
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", Published.autoconfig(servers));
    }
  },
  STRIPPED_STARTTLS("starttls-unavailable") {
    @Override
    void prepare(Victim victim) throws IOException {
      ImapDialogue without =
          new ImapDialogue()
              .capabilitiesInClear("IMAP4rev1", "AUTH=PLAIN")
              .replying("STARTTLS", "{tag} BAD unknown command");
      TlsFront imap =
          victim.watched(
              TlsFront.builder()
                  .certificate(victim.account.certificateFor(HOST, DOMAIN))
                  .dialogue(without)
                  .mischief(Mischief.EXPECT_STARTTLS)
                  .start());
      String servers =
          Published.incoming("imap", HOST, imap.port(), "STARTTLS")
              + Published.outgoing(HOST, victim.submissions.port(), "SSL");
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", Published.autoconfig(servers));
    }
  },
  SERVER_OF_ANOTHER_DOMAIN("target-not-confirmed") {
    @Override
    void prepare(Victim victim) {
      String servers =
          Published.incoming("imap", EVIL, victim.evilImap.port(), "SSL")
              + Published.outgoing(EVIL, victim.evilSubmissions.port(), "SSL");
      victim
          .neverAskingFor(EVIL)
          .site(AUTOCONFIG)
          .page(AUTOCONFIG_PATH, "text/xml", Published.autoconfig(servers));
    }
  },
  ENTITIES("no-service-records") {
    @Override
    void prepare(Victim victim) {
      String entities =
          "<!DOCTYPE clientConfig [<!ENTITY old \"old." + DOMAIN + "\">]>\n<clientConfig";
      String file =
          old(victim).replace("<clientConfig", entities).replace(">old." + DOMAIN + "<", ">&old;<");
      victim.site(AUTOCONFIG).page(AUTOCONFIG_PATH, "text/xml", file);
    }
  },
  DOMAIN_ABOVE("no-service-records") {
    @Override
    void prepare(Victim victim) {
      victim.distrusting("autoconfig.org").distrusting("org").neverAskingFor("_imaps._tcp.org");
      victim.site("autoconfig.org").page(AUTOCONFIG_PATH, "text/xml", old(victim));
      victim.site("org").page(WELL_KNOWN_PATH, "text/xml", old(victim));
    }
  },
  PASSWORD_WHILE_PROBING("untrusted-issuer") {
    @Override
    void prepare(Victim victim) throws IOException {
      Issued unknown =
          CertificateBuilder.server()
              .dns(HOST, DOMAIN)
              .issuedBy(CertificateBuilder.root("Another Root"));
      TlsFront imap = victim.watched(victim.account.server("imap", unknown));
      TlsFront smtp = victim.watched(victim.account.server("submission", unknown));
      String servers =
          Published.incoming("imap", HOST, imap.port(), "SSL")
              + Published.outgoing(HOST, smtp.port(), "SSL");
      victim
          .site(AUTOCONFIG)
          .status(AUTOCONFIG_PATH, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"mail\"");
      victim.site(DOMAIN).page(WELL_KNOWN_PATH, "text/xml", Published.autoconfig(servers));
    }
  };

  private final String outcome;

  Attack(String outcome) {
    this.outcome = outcome;
  }

  /** Arranges what the attacker controls. */
  abstract void prepare(Victim victim) throws IOException;

  /** Returns what a program without a defect comes to: a login, or the code of a refusal. */
  String outcome() {
    return outcome;
  }

  /** Carries the attack out. */
  Victim.Result carryOut() throws IOException {
    try (Victim victim = new Victim()) {
      prepare(victim);
      return victim.attempt();
    }
  }

  /** Returns the outcome and the harms, a line each, for a class of another loader. */
  static List<String> resultOf(String attack) throws IOException {
    Victim.Result result = valueOf(attack).carryOut();
    return Stream.concat(Stream.of(result.outcome()), result.harms().stream()).toList();
  }

  /** A configuration of servers in the domain that are no longer maintained. */
  private static String old(Victim victim) {
    try {
      Issued ofDomain = victim.account.certificateFor("old." + DOMAIN, DOMAIN);
      TlsFront imap = victim.forbidden(victim.account.server("imap", ofDomain));
      TlsFront smtp = victim.forbidden(victim.account.server("submission", ofDomain));
      victim.account.at(INSECURE, "old." + DOMAIN);
      return Published.autoconfig(
          Published.incoming("imap", "old." + DOMAIN, imap.port(), "SSL"),
          Published.outgoing("old." + DOMAIN, smtp.port(), "SSL"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Elements for servers without TLS. */
  private static String cleartext(Victim victim) {
    TlsFront imap =
        victim.forbidden(
            TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new ImapDialogue()).start());
    TlsFront smtp =
        victim.forbidden(
            TlsFront.builder().mischief(Mischief.PLAINTEXT).dialogue(new SmtpDialogue()).start());
    return Published.incoming("imap", HOST, imap.port(), "plain")
        + Published.outgoing(HOST, smtp.port(), "plain");
  }
}
