package example;

import io.github.mailclad.check.ProviderCheck;
import jakarta.mail.Session;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ServedByMailcladTest {
  @Test
  void servesEveryProtocol() {
    ProviderCheck.require(Session.getInstance(new Properties()));
  }
}
