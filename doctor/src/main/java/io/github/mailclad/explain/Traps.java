package io.github.mailclad.explain;

import io.github.mailclad.explain.PlainAngus.Tls;
import io.github.mailclad.explain.PlainAngus.Trust;
import io.github.mailclad.explain.Trap.Rule;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the traps of one session: those of plain Angus, and every setting that Mailclad's reader
 * refuses.
 */
final class Traps {
  private static final Pattern OLD_VERSION =
      Pattern.compile("(?:^|[\\s,])(?:SSLv2Hello|SSLv3|TLSv1|TLSv1\\.1)(?:$|[\\s,])");
  private static final Set<Integer> STARTTLS_PORTS = Set.of(25, 110, 143, 587);
  private static final Set<Integer> IMPLICIT_PORTS = Set.of(465, 993, 995);

  private final MailSession session;
  private final PlainAngus angus;
  private final List<Trap> found = new ArrayList<>();

  private Traps(MailSession session, PlainAngus angus) {
    this.session = session;
    this.angus = angus;
  }

  static List<Trap> of(MailSession session, PlainAngus angus, MailcladVerdict verdict) {
    Traps traps = new Traps(session, angus);
    traps.addStart();
    traps.addTrust();
    traps.addOthers();
    traps.addRefused(verdict);
    traps.addAdvice(verdict);
    return List.copyOf(traps.found);
  }

  private void addStart() {
    int port = angus.port();
    String key = session.properties().containsKey(session.key("port")) ? "port" : "host";
    if (angus.tls() == Tls.IMPLICIT && STARTTLS_PORTS.contains(port)) {
      add(
          Rule.WRONG_PORT,
          "port",
          "TLS begins with the first octet, but port " + port + " begins in the clear",
          "use the port with implicit TLS, or STARTTLS instead");
    } else if (!startsImplicitly() && IMPLICIT_PORTS.contains(port)) {
      add(
          Rule.WRONG_PORT,
          "port",
          "port " + port + " waits for TLS, and the client for a greeting: nothing happens",
          "set " + session.key("ssl.enable") + "=true");
    } else if (angus.tls() == Tls.NONE) {
      add(
          Rule.NO_TLS,
          key,
          "nothing asks for TLS: password and messages cross the network readable, to port " + port,
          "ask for TLS");
    }
    if (angus.tls() == Tls.STARTTLS_IF_OFFERED) {
      add(
          Rule.OPPORTUNISTIC_STARTTLS,
          "starttls.enable",
          "an attacker on the network removes the offer of STARTTLS, and reads the password",
          "require STARTTLS");
    }
    if (angus.tls() == Tls.IMPLICIT_OR_CLEARTEXT) {
      add(
          Rule.CLEARTEXT_FALLBACK,
          session.source(session.key("socketFactory.fallback")).isPresent()
              ? "socketFactory.fallback"
              : "socketFactory.class",
          "socketFactory.fallback is true by default: a certificate that fails leads to a second"
              + " connection without TLS, with the password",
          "use " + session.key("ssl.enable") + "=true instead of a socket factory");
    }
  }

  /** Returns whether a list of TLS versions has one before TLS 1.2. */
  static boolean hasOldVersion(String versions) {
    return OLD_VERSION.matcher(versions).find();
  }

  private boolean startsImplicitly() {
    return angus.tls() == Tls.IMPLICIT || angus.tls() == Tls.IMPLICIT_OR_CLEARTEXT;
  }

  private void addTrust() {
    if (session.get("ssl.trust").filter(text -> !text.isBlank()).isPresent()) {
      add(
          Rule.TRUSTS_WITHOUT_PROOF,
          "ssl.trust",
          angus.trust() == Trust.NAMED_SERVERS
              ? "a server that has one of these names needs no valid certificate"
              : "certificates are not verified: every server in between is accepted",
          "remove it; a private authority belongs into a trust store");
    }
    if (session.isFalse("ssl.checkserveridentity")) {
      add(
          Rule.NO_NAME_CHECK,
          "ssl.checkserveridentity",
          "a valid certificate of any other server is accepted",
          "remove it");
    }
    for (String suffix : List.of("ssl.socketFactory.class", "socketFactory.class")) {
      session
          .get(suffix)
          .filter(name -> !name.equals(PlainAngus.PLATFORM_FACTORY))
          .ifPresent(
              name ->
                  add(
                      Rule.SOCKET_FACTORY,
                      suffix,
                      "this class decides which servers are trusted",
                      "remove it; a private authority belongs into a trust store"));
    }
  }

  private void addOthers() {
    session
        .get("ssl.protocols")
        .filter(Traps::hasOldVersion)
        .ifPresent(
            text ->
                add(
                    Rule.OLD_TLS,
                    "ssl.protocols",
                    "versions before TLS 1.2 are broken (RFC 8996); Java 17 refuses them anyway",
                    "remove it"));
    for (String key : List.of("mail.debug.auth", "mail.debug.auth.password")) {
      MailSession.Property property = session.properties().get(key);
      if (property != null && property.value().equalsIgnoreCase("true")) {
        found.add(
            new Trap(
                Rule.SECRETS_IN_LOG,
                key,
                property.source(),
                "with mail.debug=true the log has passwords and tokens",
                "remove it"));
      }
    }
  }

  private void addRefused(MailcladVerdict verdict) {
    for (SettingProblem problem : verdict.problems()) {
      boolean known =
          found.stream()
              .anyMatch(
                  trap ->
                      problem.key().contains(trap.key())
                          || (trap.rule().isAboutStart() && problem.key().endsWith(".port")));
      if (!known) {
        found.add(
            new Trap(
                Rule.REFUSED_SETTING,
                problem.key(),
                session.source(problem.key()).or(session::anySource).orElse(null),
                "Mailclad refuses it: " + problem.problem(),
                problem.remedy()));
      }
    }
    boolean alone = verdict.problems().isEmpty() && !verdict.isUsable();
    if (alone && found.stream().noneMatch(trap -> trap.rule().isFailing())) {
      boolean onlyStart = verdict.code().equals("cleartext-port") && angus.isSafe();
      found.add(
          new Trap(
              onlyStart ? Rule.TLS_START : Rule.REFUSED_SETTING,
              session.key("port"),
              session.anySource().orElse(null),
              "Mailclad " + verdict.sentences().get(0),
              verdict.sentences().get(1)));
    }
  }

  private void addAdvice(MailcladVerdict verdict) {
    String name = session.protocol();
    for (Map.Entry<String, MailSession.Property> entry : session.properties().entrySet()) {
      String[] parts = entry.getKey().split("\\.", 3);
      boolean other =
          parts.length == 3
              && !parts[1].equals(name)
              && SessionFinder.isProtocol(parts[1])
              && isSameService(parts[1], name)
              && entry.getValue().source() != null
              && !parts[2].startsWith("security.");
      if (other) {
        found.add(
            new Trap(
                Rule.WRONG_PREFIX,
                entry.getKey(),
                entry.getValue().source(),
                "a session for " + name + " does not read it in plain Angus; Mailclad does",
                "write it as " + session.key(parts[2])));
      }
    }
    if (!angus.unlimited().isEmpty()) {
      found.add(
          new Trap(
              Rule.NO_TIMEOUT,
              session.key(angus.unlimited().get(0)),
              session.anySource().orElse(null),
              "plain Angus waits without limit where these are not set: "
                  + String.join(", ", angus.unlimited())
                  + (verdict.isUsable() ? "; Mailclad has limits of its own" : ""),
              "set them in milliseconds"));
    }
  }

  private static boolean isSameService(String one, String other) {
    return one.charAt(0) == other.charAt(0);
  }

  private void add(Rule rule, String suffix, String effect, String remedy) {
    String key = session.key(suffix);
    Optional<WrittenSetting> place = session.source(key).or(session::anySource);
    found.add(new Trap(rule, key, place.orElse(null), effect, remedy));
  }
}
