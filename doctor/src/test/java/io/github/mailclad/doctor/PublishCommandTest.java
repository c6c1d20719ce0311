package io.github.mailclad.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  @TempDir private Path folder = Path.of("unset");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Doctor.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String pem(String name, String kind, byte[] encoded) throws Exception {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded), kind);
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void recordsOfTheCurrentAndTheNextKeyAreWritten() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    String now = pem("now.pem", "PUBLIC KEY", rsa.getPublic().getEncoded());
    String next = pem("next.pem", "PUBLIC KEY", ec.getPublic().getEncoded());
    assertEquals(
        0,
        run("publish", "example.org", "--server", "mail.example.org", "--key", now, "--next", next),
        err::toString);
    assertEquals(4, out.toString().lines().filter(line -> line.contains("TLSA 3 1 1")).count());
    assertTrue(out.toString().contains("Use the next key after 7200 s"), out::toString);
  }

  @Test
  void aPrivateKeyIsNotRead() throws Exception {
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    String secret = pem("key.pem", "PRIVATE KEY", ec.getPrivate().getEncoded());
    assertEquals(2, run("publish", "example.org", "--server", "a.example", "--key", secret));
    assertTrue(err.toString().contains("openssl pkey"), err::toString);
    assertFalse(out.toString().contains("IN"), out::toString);
  }

  @Test
  void wrongUsageIsNamed() throws Exception {
    assertEquals(2, run("publish", "example.org"));
    assertEquals(2, run("publish", "example.org", "--server", "192.0.2.1"));
    assertEquals(2, run("publish", "example.org", "--server", "a.example", "--services", "smtp"));
    String text = Files.writeString(folder.resolve("a.pem"), "text").toString();
    assertEquals(2, run("publish", "example.org", "--server", "a.example", "--key", text));
    assertEquals(2, run("publish", "example.org", "--server", "a.example", "--next", text));
  }
}
