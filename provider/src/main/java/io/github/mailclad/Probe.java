package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt to connect to a service without any credentials: the server was found,
 * connected to, verified, and asked what it can do, or it was not.
 */
public sealed interface Probe {

  /**
   * The server was connected to as the account requires.
   *
   * @param security what the connection got
   * @param capabilities what the server says that it can do, once it was verified: the words of its
   *     CAPABILITY, CAPA or EHLO reply, a line or word each, in its order; escaped
   */
  record Reached(ConnectionSecurity security, List<String> capabilities) implements Probe {
    /** Copies the list and escapes what the server wrote. */
    public Reached {
      capabilities = capabilities.stream().map(Escaped::text).toList();
    }
  }

  /**
   * It must not be connected to; nothing of the user's was sent.
   *
   * @param endpoint where the connection was to go; null if it was refused before that was known
   * @param refusal why
   * @param text the same in words, in which settings have the names under which they were written
   * @param certificate the end-entity certificate that the server presented; null if it came to
   *     none
   */
  record Refused(
      @Nullable Endpoint endpoint,
      Refusal refusal,
      RefusalText text,
      @Nullable X509Certificate certificate)
      implements Probe {
    /** Refused for no session in particular: settings have their general names. */
    public Refused(
        @Nullable Endpoint endpoint, Refusal refusal, @Nullable X509Certificate certificate) {
      this(endpoint, refusal, refusal.text(), certificate);
    }
  }

  /**
   * It could not be connected to: no address, no answer, no mail server there.
   *
   * @param problem what went wrong, in words for people; escaped
   */
  record Unreachable(String problem) implements Probe {
    public Unreachable {
      problem = Escaped.text(problem);
    }
  }
}
