package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLimitTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONNECTIONS | [ALERT] Too many simultaneous connections. (Failure)",
        "CONNECTIONS | [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
        "CONNECTIONS | [LIMIT] no more",
        "CONNECTIONS | 432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
        "CONNECTIONS | 421 4.7.0 Too many concurrent SMTP connections; please try again later.",
        "CONNECTIONS | 421 4.3.2 The maximum number of connections has been exceeded",
        "LOGINS | 454 4.7.0 Too many login attempts, please try again later. x17-20 - gsmtp",
        "LOGINS | [LIMIT] LOGIN Rate limit hit.",
        "LOGINS | [LOGIN-DELAY 900] later",
        "UNAVAILABLE | [unavailable] Temporary authentication failure.",
        "UNAVAILABLE | [INUSE] Mailbox in use",
        "UNAVAILABLE | [IN-USE]",
        "UNAVAILABLE | [SYS/TEMP] later",
        "UNAVAILABLE | 451",
        "UNAVAILABLE | 451 4.4.0 cannot look it up",
        "UNAVAILABLE | 450 no code",
      })
  void aReplyIsAboutALimit(ServerLimit limit, String reply) {
    assertEquals(Optional.of(limit), ServerLimit.in(reply));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[AUTHENTICATIONFAILED] Too many login attempts or a wrong password",
        "[AUTH] too many connections",
        "[SYS/PERM] your account is closed",
        "[EXPIRED] change the password",
        "Invalid credentials (Failure)",
        "432 4.7.12 A password transition is needed",
        "535 5.7.8 Username and Password not accepted",
        "550 5.7.1 too many connections from a client that is blocked for good",
        "235 2.7.0 rate limit",
        "4711",
        "''",
      })
  void aReplyIsAFailureThatStays(String reply) {
    assertEquals(Optional.empty(), ServerLimit.in(reply));
  }

  @ParameterizedTest
  @CsvSource({
    "432 4.3.2 secret, 432 4.3.2",
    "451 secret, 451",
    "[LIMIT secret] secret, [LIMIT secret]",
    "[ALERT] secret, [ALERT]",
    "secret, ''"
  })
  void theStatusHasNoText(String reply, String status) {
    assertEquals(status, ServerLimit.status(reply));
  }
}
