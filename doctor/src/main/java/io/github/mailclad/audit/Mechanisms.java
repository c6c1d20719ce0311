package io.github.mailclad.audit;

import io.github.mailclad.MailProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The logins that a list of capabilities offers. */
final class Mechanisms {
  private static final Set<String> BINDING = Set.of("SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS");

  private Mechanisms() {}

  /** Returns the SASL mechanisms in upper case, and {@code USER} or {@code LOGIN} commands. */
  static Set<String> in(MailProtocol protocol, List<String> capabilities) {
    Set<String> found = new TreeSet<>();
    boolean loginDisabled = false;
    for (String line : capabilities) {
      List<String> words = List.of(line.toUpperCase(Locale.ROOT).split("[ =]", -1));
      String first = words.get(0);
      switch (protocol) {
        case IMAP -> {
          if (first.equals("AUTH") && words.size() > 1) {
            found.add(words.get(1));
          }
          loginDisabled |= first.equals("LOGINDISABLED");
        }
        case POP3 -> {
          if (first.equals("SASL")) {
            found.addAll(words.subList(1, words.size()));
          }
          if (first.equals("USER")) {
            found.add("USER");
          }
        }
        case SUBMISSION -> {
          if (first.equals("AUTH")) {
            found.addAll(words.subList(1, words.size()));
          }
        }
      }
    }
    if (protocol == MailProtocol.IMAP && !loginDisabled) {
      found.add("LOGIN command");
    }
    found.remove("");
    return found;
  }

  /** Returns those that send a password, or what replaces it, readable to an observer. */
  static List<String> readable(Set<String> mechanisms) {
    List<String> readable = new ArrayList<>(mechanisms);
    readable.retainAll(Set.of("PLAIN", "LOGIN", "LOGIN command", "USER", "XOAUTH2", "OAUTHBEARER"));
    return readable;
  }

  static boolean bindChannel(Set<String> mechanisms) {
    return mechanisms.stream().anyMatch(BINDING::contains);
  }
}
