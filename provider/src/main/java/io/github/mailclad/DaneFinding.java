package io.github.mailclad;

import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import java.util.List;

/** What TLSA records had to say about a server that others vouched for. It never adds a level. */
public sealed interface DaneFinding {

  /** Nobody asked them: there was no answer, or the policy's mode is off. */
  record NotAsked() implements DaneFinding {
    @Override
    public String toString() {
      return "not asked";
    }
  }

  /**
   * There are none, or none that are Secure, which is the same.
   *
   * @param answer the answer
   */
  record NoRecords(TlsaAnswer answer) implements DaneFinding {
    @Override
    public String toString() {
      return "no Secure record of "
          + Escaped.text(answer.name())
          + (answer.reason().isEmpty() ? "" : ": " + Escaped.text(answer.reason()));
    }
  }

  /**
   * There are Secure records, and none can be used (RFC 6698, section 4.1).
   *
   * @param answer the answer
   * @param reasons why not, for each record
   */
  record NoneUsable(TlsaAnswer answer, List<String> reasons) implements DaneFinding {
    public NoneUsable {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String toString() {
      return "no usable record of " + Escaped.text(answer.name());
    }
  }

  /**
   * They would have authenticated the server; the mode is audit-only.
   *
   * @param evidence what would have vouched for it
   */
  record WouldAuthenticate(TrustEvidence.Dane evidence) implements DaneFinding {
    @Override
    public String toString() {
      return "would authenticate by " + evidence;
    }
  }

  /**
   * They would have refused the server; the mode is audit-only.
   *
   * @param refusal why
   */
  record WouldRefuse(Refusal refusal) implements DaneFinding {
    @Override
    public String toString() {
      return "would refuse: " + refusal.summary() + " [" + refusal.code() + "]";
    }
  }
}
