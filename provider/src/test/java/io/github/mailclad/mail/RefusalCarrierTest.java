package io.github.mailclad.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.docs.RefusalSamples;
import io.github.mailclad.docs.RefusalSamples.Sample;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of refusals inside exceptions, at every depth. */
class RefusalCarrierTest {
  private static final Refusal REFUSAL = new CertificateRefusal.NoCertificate();
  private static final Endpoint ENDPOINT =
      new Endpoint(Host.of("imap.example.org"), 993, Endpoint.Provenance.DEFAULT_PORT);

  private static RefusedException carrier() {
    return new RefusedException(REFUSAL, null);
  }

  @Test
  void aRefusalIsFoundThroughCauses() {
    assertEquals(Optional.of(REFUSAL), Refusal.in(carrier()));
    assertEquals(
        Optional.of(REFUSAL), Refusal.in(new RuntimeException(new IOException(carrier()))));
  }

  @Test
  void aRefusalIsFoundThroughNextExceptions() {
    MessagingException first = new MessagingException("first");
    first.setNextException(new MessagingException("second", carrier()));

    assertEquals(Optional.of(REFUSAL), Refusal.in(first));
    assertEquals(Optional.of(REFUSAL), Refusal.in(new IllegalStateException(first)));
  }

  @Test
  void aRefusalIsFoundAmongSuppressedExceptions() {
    IOException closing = new IOException("closing");
    closing.addSuppressed(new IOException("other"));
    closing.addSuppressed(new RuntimeException(carrier()));

    assertEquals(Optional.of(REFUSAL), Refusal.in(new IOException(closing)));
  }

  @Test
  void aCyclicChainEnds() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    a.addSuppressed(b);
    assertEquals(Optional.empty(), Refusal.in(a));

    b.addSuppressed(carrier());
    assertEquals(Optional.of(REFUSAL), Refusal.in(a));
  }

  @Test
  void aDeepChainIsSearchedWithoutDeepCalls() {
    Exception deep = carrier();
    for (int i = 0; i < 900; i++) {
      deep = new Exception("wrapped", deep);
    }
    assertEquals(Optional.of(REFUSAL), Refusal.in(deep));

    Exception endless = new Exception("nobody's");
    for (int i = 0; i < 100_000; i++) {
      endless = new Exception("wrapped", endless);
    }
    assertEquals(Optional.empty(), Refusal.in(endless));
  }

  @Test
  void otherExceptionsCarryNone() {
    assertEquals(Optional.empty(), Refusal.in(null));
    assertEquals(Optional.empty(), Refusal.in(new MessagingException("x", new IOException("y"))));
  }

  @Test
  void theExceptionSaysWhereAndWhyWithItsCause() {
    IOException cause = new IOException("closed");
    InsecureConnectionException told = new InsecureConnectionException(ENDPOINT, REFUSAL, cause);

    assertEquals(REFUSAL.explain("imap.example.org:993"), told.getMessage());
    assertEquals(Optional.of(ENDPOINT), told.endpoint());
    assertSame(cause, told.getCause());
    assertEquals(Optional.empty(), new InsecureConnectionException(null, REFUSAL, null).endpoint());
  }

  @Test
  @Requirement(
      value = {"X-22", "D-5.2-7"},
      heldBy = "InsecureConnectionException")
  void aRefusalIsNoAuthenticationFailureAndNoEndOfFile() {
    assertFalse(
        AuthenticationFailedException.class.isAssignableFrom(InsecureConnectionException.class));
    assertTrue(MessagingException.class.isAssignableFrom(InsecureConnectionException.class));
    assertFalse(EOFException.class.isAssignableFrom(RefusedException.class));
  }

  static Stream<Sample> samples() {
    return RefusalSamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anExceptionKeepsItsRefusalWhereItIsSerialized(Sample sample) throws Exception {
    RefusedException inside = new RefusedException(sample.refusal(), null);
    InsecureConnectionException told =
        new InsecureConnectionException(ENDPOINT, sample.refusal(), inside);

    InsecureConnectionException read = (InsecureConnectionException) copied(told);

    assertEquals(sample.refusal(), read.refusal());
    assertEquals(Optional.of(ENDPOINT), read.endpoint());
    assertEquals(told.getMessage(), read.getMessage());
    assertEquals(Optional.of(sample.refusal()), Refusal.in(read.getCause()));
  }

  @Test
  void addressesAreKeptToo() throws Exception {
    Refusal refusal =
        new CertificateRefusal.IdentityMismatch(
            List.of(Host.of("2001:db8::1").identifier()),
            PeerText.listOf(List.of()),
            CertificateRefusal.IdentityMismatch.Cause.NO_NAME);

    assertEquals(
        refusal,
        ((InsecureConnectionException) copied(new InsecureConnectionException(null, refusal, null)))
            .refusal());
  }

  private static Object copied(Exception exception) throws Exception {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
      out.writeObject(exception);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
      return in.readObject();
    }
  }
}
