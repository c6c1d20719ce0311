package io.github.mailclad.internal.discovery;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.fuzz.Budget;
import io.github.mailclad.internal.discovery.MailConfiguration.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets of a configuration file: a document of PACC, and an autoconfig file. */
class ConfigurationFileFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(1));

  static Stream<byte[]> seeds() {
    return Stream.of(
            """
            {"protocols": {"imap": {"host": "imap.example.org"}, "smtp": {"host": "smtp.example.org"}},
             "authentication": {"oauth-public": {"issuer": "https://login.example.org/"}}}
            """,
            """
            <?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
            <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>
            <socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>
            """,
            "<!DOCTYPE clientConfig [<!ENTITY a \"b\">]><clientConfig>&a;</clientConfig>",
            "<!DOCTYPE clientConfig [<!a;\u0000%nfig>",
            "{\"a\":[[[[1e999]]]],\"a\":null}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aFileNamesHostsOrIsMalformed(byte[] octets) throws Exception {
    BUDGET.spend(
        () -> {
          check(() -> PaccDocument.parse(octets));
          check(() -> AutoconfigDocument.parse(octets, "example.org"));
        });
  }

  private interface Reading {
    MailConfiguration read() throws MalformedException;
  }

  private static void check(Reading reading) {
    try {
      for (MailConfiguration.Entry entry : reading.read().servers()) {
        if (entry.endpoint().host().name().isEmpty()) {
          throw new AssertionError("not a host name: " + entry);
        }
      }
    } catch (MalformedException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("a refusal has a reason", refused);
      }
    }
  }
}
