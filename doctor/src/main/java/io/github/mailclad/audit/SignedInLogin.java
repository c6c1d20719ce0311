package io.github.mailclad.audit;

import io.github.mailclad.LoginTimes;
import io.github.mailclad.MailService;
import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected;
import io.github.mailclad.refusal.OAuthRefusal.TokenRejected.Meaning;
import io.github.mailclad.refusal.OAuthRefusal.TokenServerUnavailable;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.signin.DeviceSignIn;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One login with a token for which a person signs in. The token is in memory until the login ends.
 *
 * @param user the user of the login
 * @param prompt shows the person the page and the code
 */
record SignedInLogin(MailService service, String user, Consumer<DeviceSignIn> prompt) {

  /** Remembers the mechanism of a login. */
  private static final class UsedMechanism implements SecurityListener {
    private volatile @Nullable String name;

    @Override
    public void onLoginEnded(LoginTimes times) {
      name = times.mechanism();
    }
  }

  /**
   * Adds the verdict about the server. If the server is accepted, signs the person in, logs in, and
   * adds the results.
   *
   * @param session the properties of the session, with the server and with settings of OAuth
   */
  void add(Properties session, ServerAddress server, FindingList findings) {
    OAuthTokenSupplier before =
        (name, endpoint) -> {
          throw new IOException("there was no sign-in yet");
        };
    Properties probed = with(before, new UsedMechanism(), session);
    if (ProviderVerdict.add(probed, service, server, findings) != Status.PASS) {
      findings.add(
          Catalogue.CONNECT_SIGN_IN,
          Status.NOT_APPLICABLE,
          server,
          "no sign-in, because this server would not get the token");
      return;
    }
    Outcome<OAuthTokenSupplier> token =
        DeviceSignIn.beginInMemory(session, service.srvLabel())
            .then(
                signIn -> {
                  prompt.accept(signIn);
                  return signIn.completeInMemory();
                });
    Optional<Refusal> refusal = token.refusal();
    if (refusal.isPresent()) {
      Status status = isPassing(refusal.get()) ? Status.ERROR : Status.FAIL;
      findings.add(refused(Catalogue.CONNECT_SIGN_IN, status, server, refusal.get()));
      return;
    }
    findings.add(
        Catalogue.CONNECT_SIGN_IN, Status.PASS, server, "the token server signed the person in");
    findings.add(login(token.get(), session, server));
  }

  /** Returns whether another try may succeed without a change. */
  private static boolean isPassing(Refusal refusal) {
    return refusal instanceof TokenServerUnavailable
        || (refusal instanceof TokenRejected rejected
            && rejected.meaning() == Meaning.SIGN_IN_EXPIRED);
  }

  private Finding login(OAuthTokenSupplier token, Properties session, ServerAddress server) {
    UsedMechanism used = new UsedMechanism();
    Session other = Session.getInstance(with(token, used, session));
    try (Service connected = ProviderVerdict.served(other, service)) {
      connected.connect(user, null);
      return new Finding(
          Catalogue.CONNECT_TOKEN, Status.PASS, server, "the login works, by " + used.name);
    } catch (AuthenticationFailedException e) {
      return failed(Status.FAIL, server, e);
    } catch (MessagingException e) {
      return Refusal.in(e)
          .map(refusal -> refused(Catalogue.CONNECT_TOKEN, Status.FAIL, server, refusal))
          .orElseGet(() -> failed(Status.ERROR, server, e));
    }
  }

  private static Finding failed(Status status, ServerAddress server, MessagingException e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().map(String::strip).toList();
    return new Finding(
        Catalogue.CONNECT_TOKEN, status, server, Escaped.text(String.join("; ", lines), 1000));
  }

  private static Finding refused(
      Check check, Status status, ServerAddress server, Refusal refusal) {
    return ProviderVerdict.refused(check, status, server, refusal.code(), refusal.text());
  }

  /** Returns the properties with a token in place of the settings of OAuth. */
  private Properties with(OAuthTokenSupplier token, SecurityListener listener, Properties session) {
    String prefix = "mail." + service.srvLabel();
    Properties login = (Properties) session.clone();
    login.keySet().removeIf(key -> key.toString().contains(".security.oauth-"));
    login.setProperty(prefix + ".auth", "true");
    login.put(prefix + ".security.token-supplier", token);
    login.put(prefix + ".security.listener", listener);
    return login;
  }
}
