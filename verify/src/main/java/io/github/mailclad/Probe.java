package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.RefusalText;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt to connect to a service without any credentials. If it succeeded, the
 * server was found, connected to, verified, and asked for its capabilities.
 */
public sealed interface Probe {

  /**
   * The server was connected to as the account requires.
   *
   * @param security the security of the connection
   * @param capabilities the capabilities that the server named after it was verified: the words of
   *     its CAPABILITY, CAPA or EHLO reply, a line or word each, in its order; escaped
   */
  record Reached(ConnectionSecurity security, List<String> capabilities) implements Probe {
    /** Copies the list and escapes the words of the server. */
    public Reached {
      capabilities = capabilities.stream().map(Escaped::text).toList();
    }
  }

  /**
   * The connection was refused. No credentials and no message of the user were sent.
   *
   * @param endpoint the host and port of the connection; null if it was refused before they were
   *     known
   * @param refusal the reason
   * @param text the refusal in words, in which settings have the names under which they were
   *     written
   * @param certificate the end-entity certificate that the server presented; null if it presented
   *     none
   */
  record Refused(
      @Nullable Endpoint endpoint,
      Refusal refusal,
      RefusalText text,
      @Nullable X509Certificate certificate)
      implements Probe {
    /** Creates a refusal that belongs to no known session: settings have their general names. */
    public Refused(
        @Nullable Endpoint endpoint, Refusal refusal, @Nullable X509Certificate certificate) {
      this(endpoint, refusal, refusal.text(), certificate);
    }
  }

  /**
   * The server could not be reached: no address, no answer, or no mail server at that address.
   *
   * @param problem the problem, in words for people; escaped
   */
  record Unreachable(String problem) implements Probe {
    public Unreachable {
      problem = Escaped.text(problem);
    }
  }
}
