package io.github.mailclad.remedy;

import java.util.List;
import java.util.Set;

/**
 * Lines that an operator writes to make a check pass. Names such as {@code mail.example.org} and
 * files of certificates are examples.
 *
 * @param server the program
 * @param file the file that the lines belong into; for {@link Server#POSTFIX} the shell
 * @param text the lines
 */
public record Remedy(Server server, String file, String text) {

  /** A program with a syntax of its own. */
  public enum Server {
    DOVECOT_2_3("Dovecot 2.3", Set.of("imap", "imaps", "pop3", "pop3s")),
    DOVECOT_2_4("Dovecot 2.4", Set.of("imap", "imaps", "pop3", "pop3s")),
    CYRUS("Cyrus IMAP", Set.of("imap", "imaps", "pop3", "pop3s")),
    POSTFIX("Postfix", Set.of("submission", "submissions", "smtp")),
    EXIM("Exim", Set.of("submission", "submissions", "smtp")),
    DNS("DNS", Set.of()),
    CERTIFICATE("certificate", Set.of());

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of()
    private final Set<String> protocols;

    Server(String label, Set<String> protocols) {
      this.label = label;
      this.protocols = protocols;
    }

    /** Returns the name for people. */
    public String label() {
      return label;
    }

    /** Returns whether the program serves a protocol; a program for all of them always does. */
    boolean serves(String protocol) {
      return protocol.isEmpty() || protocols.isEmpty() || protocols.contains(protocol);
    }
  }

  /**
   * Returns the remedies of a check; empty if there are none.
   *
   * @param check the identifier of the check
   * @param protocol the service of the finding, for example {@code imaps}; empty for all
   */
  public static List<Remedy> of(String check, String protocol) {
    return RemedyTable.rows().stream()
        .filter(row -> row.checks().contains(check))
        .map(RemedyTable.Row::remedy)
        .filter(remedy -> remedy.server().serves(protocol))
        .toList();
  }
}
