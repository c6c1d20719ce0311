package io.github.mailclad.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.LoadedClasses;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The equality of what is stored, which is written by hand. */
class AccountStateTest {

  /** The equality of a record takes a new process 20 milliseconds. */
  @Test
  void theFirstChangesOfAnAccountDoWithoutTheEqualityOfRecords() throws Exception {
    List<String> loaded = LoadedClasses.by(AccountStateTest.class).names();

    assertTrue(loaded.contains(ServerState.class.getName()));
    assertFalse(loaded.contains("java.lang.runtime.ObjectMethods"));
  }

  /** The other process: what the first connection and its login change. */
  public static void main(String[] arguments) throws Exception {
    AccountStore store = new InMemoryAccountStore();
    Endpoint server =
        new Endpoint(Host.of("mail.example.net"), 465, Endpoint.Provenance.CONFIGURED);
    Observation seen = new RandomAccount(new Random(1)).observation();
    store.update(
        "a", known -> known.update(MailService.SUBMISSIONS, server, state -> state.seen(seen)));
    store.update(
        "a",
        known ->
            known.update(
                MailService.SUBMISSIONS, server, state -> state.established(Instant.EPOCH)));
  }

  @Test
  void statesAreEqualIfAllTheirComponentsAre() throws Exception {
    RandomAccount random = new RandomAccount(new Random(7));
    for (int i = 0; i < 300; i++) {
      AccountState one = random.next();
      AccountState other = random.next();
      checkEquality(one, other);
      checkEquality(random.service(MailService.IMAPS), random.service(MailService.POP3S));
      checkEquality(random.server(i), random.server(i + 1));
    }
  }

  /** Compares one state with copies of itself, of which each has one component of the other. */
  private static void checkEquality(Record one, Record other) throws Exception {
    RecordComponent[] components = one.getClass().getRecordComponents();
    var constructor =
        one.getClass()
            .getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    Object[] own = values(one, components);
    Object[] others = values(other, components);
    Object same = constructor.newInstance(own);
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    for (int i = 0; i < components.length; i++) {
      Object[] mixed = Arrays.copyOf(own, own.length);
      mixed[i] = others[i];
      assertEquals(
          Objects.equals(own[i], others[i]),
          one.equals(constructor.newInstance(mixed)),
          components[i]::toString);
    }
  }

  private static Object[] values(Record state, RecordComponent[] components) throws Exception {
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = components[i].getAccessor().invoke(state);
    }
    return values;
  }
}
