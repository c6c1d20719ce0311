package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.TlsFront;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unmodified program, and the refusals that its user has to see. */
abstract class MailProgram<D extends MailDialogue> {
  /** The directory for files of one test. */
  @TempDir protected Path directory;

  private TestServers servers;

  @BeforeEach
  void authority() throws Exception {
    servers = new TestServers(directory);
  }

  /** Creates the behaviour of a server that accepts these credentials only. */
  abstract D dialogue(Sentinels sentinels);

  /**
   * Uses the account for one message.
   *
   * @return the text that the program's user sees if nothing is thrown
   */
  abstract String use(Account account) throws Exception;

  /** Checks the result of a program that was accepted by an honest server. */
  abstract void check(String result, D dialogue);

  @Test
  void adoptsVerifiedTlsByConfiguration() throws Exception {
    D dialogue = dialogue(servers.sentinels);
    try (TlsFront server = honest(dialogue)) {
      check(use(servers.on(server)), dialogue);

      assertEquals(List.of(), servers.sentinels.foundIn(server.recorder().clientClear()));
    }
  }

  @Test
  void showsWhyAServerWithAnotherNameIsRefused() {
    try (TlsFront server = servers.misnamed(dialogue(servers.sentinels))) {
      showsRefusal("identity-mismatch", server);
    }
  }

  @Test
  void showsWhyAServerWithoutTlsIsRefused() {
    try (TlsFront server = servers.cleartext(dialogue(servers.sentinels))) {
      showsRefusal("plaintext-server", server);
    }
  }

  private void showsRefusal(String code, TlsFront server) {
    String shown = shown(this::use, server);

    assertTrue(shown.contains("[" + code + "]"), shown);
    assertEquals(List.of(), credentialsAt(server));
  }

  /** Starts a server that an unmodified program may use. */
  final TlsFront honest(MailDialogue dialogue) {
    return servers.honest(dialogue);
  }

  /** Starts a server whose certificate is valid for another name. */
  final TlsFront misnamed(MailDialogue dialogue) {
    return servers.misnamed(dialogue);
  }

  /** Returns the credentials of the account that the server received, with or without TLS. */
  final List<String> credentialsAt(TlsFront server) {
    List<String> found =
        new ArrayList<>(servers.sentinels.foundIn(server.recorder().clientPlain()));
    found.addAll(servers.sentinels.foundIn(server.recorder().clientClear()));
    return found;
  }

  /** Returns what the program's user sees of its use, including the error that is thrown. */
  final String shown(Use program, TlsFront server) {
    try {
      return program.use(servers.on(server));
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
  }

  /** One use of a program. */
  interface Use {
    String use(Account account) throws Exception;
  }
}
