package io.github.mailclad.angus;

import io.github.mailclad.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rule of a login to a POP3 server: configured mechanisms are an allow-list, and a server that
 * offers none of them is refused. Angus says then that the login failed, which applications answer
 * by asking for the password again.
 */
final class RetrievalLogin {
  private RetrievalLogin() {}

  /**
   * What a failed login is: a refusal if no configured mechanism was offered, else what Angus says.
   *
   * @param capabilities the server's answer to CAPA, each whole line by its first word
   */
  static MessagingException told(
      AuthenticationFailedException e, ServiceGuard guard, Map<String, String> capabilities) {
    List<String> configured =
        guard.setting("auth.mechanisms").map(RetrievalLogin::words).orElse(List.of());
    // USER and PASS need not be announced, and Angus calls them LOGIN
    List<String> offered = new ArrayList<>(List.of("LOGIN"));
    words(capabilities.getOrDefault("SASL", "")).stream().skip(1).forEach(offered::add);
    return guard.isLowered()
            || configured.isEmpty()
            || configured.stream().anyMatch(offered::contains)
        ? e
        : guard
            .status()
            .refuse(
                new Refusal.MechanismUnavailable(configured, offered.stream().distinct().toList()));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toUpperCase(Locale.ROOT).split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
