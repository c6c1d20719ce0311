package io.github.mailclad.it.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.oauth.OAuthClient;
import io.github.mailclad.fixtures.oauth.ProviderError;
import io.github.mailclad.fixtures.oauth.TokenIssuer;
import io.github.mailclad.it.World;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logins by OAuth settings alone: the tokens come from an issuer over TLS, and Dovecot asks the
 * same issuer about each token, for Postfix and Exim too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthIT {
  private static final int THREADS = 100;
  private static final String SECRET = "a-client-secret-that-occurs-nowhere-else-5d1f";

  private final World world = new World();
  private final Account account = new Account(world);
  private final AtomicInteger logins = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private @Nullable MailHost started;
  private @Nullable Path keyFile;

  /** What entitles the client to a token. */
  enum Entitlement {
    SECRET_IN_HEADER,
    SECRET_IN_BODY,
    PRIVATE_KEY,
    REFRESH_TOKEN
  }

  @BeforeAll
  void start(@TempDir Path directory, @TempDir Path keys) throws Exception {
    started = MailHost.start(world, directory);
    KeyPair pair = KeyKind.EC_P256.keyPair();
    issuer().register(OAuthClient.withSecret("program", SECRET));
    issuer().register(OAuthClient.withKey("signing", pair.getPublic()));
    keyFile = keys.resolve("client.pem");
    Files.writeString(
        keyFile,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
      System.out.printf("oauth: %d logins, %d failed%n", logins.get(), failed.get());
    }
  }

  private MailHost host() {
    return Objects.requireNonNull(started);
  }

  private TokenIssuer issuer() {
    return host().issuer();
  }

  /** Returns the settings of an account that has no token yet. */
  private Properties properties(Listener listener, Entitlement entitlement) {
    String client = "program" + logins.get();
    issuer().register(OAuthClient.withSecret(client, SECRET));
    Properties properties = account.properties(listener);
    properties.setProperty(listener.key("security.oauth-client-id"), client);
    properties.setProperty(listener.key("security.oauth-issuer"), issuer().issuer());
    switch (entitlement) {
      case SECRET_IN_HEADER ->
          properties.setProperty(listener.key("security.oauth-client-secret"), SECRET);
      case SECRET_IN_BODY -> {
        properties.setProperty(listener.key("security.oauth-client-secret"), SECRET);
        properties.setProperty(listener.key("security.oauth-client-authentication"), "post");
      }
      case PRIVATE_KEY -> {
        properties.setProperty(listener.key("security.oauth-client-id"), "signing");
        properties.setProperty(listener.key("security.oauth-private-key"), String.valueOf(keyFile));
      }
      case REFRESH_TOKEN -> {
        properties.setProperty(listener.key("security.oauth-client-secret"), SECRET);
        properties.setProperty(
            listener.key("security.oauth-refresh-token"), issuer().refreshToken(client, ""));
      }
    }
    return properties;
  }

  /** Logs in as a program does that knows a user and no password. */
  private <T> T counted(Callable<T> login) throws Exception {
    logins.incrementAndGet();
    try {
      return login.call();
    } catch (Exception e) {
      failed.incrementAndGet();
      throw e;
    }
  }

  private Service connected(Listener listener, Session session) throws Exception {
    return counted(
        () -> {
          Service service =
              listener.submits()
                  ? session.getTransport(listener.protocol())
                  : session.getStore(listener.protocol());
          service.connect(world.sentinels.user(), null);
          return service;
        });
  }

  private Listener listener(String protocol) {
    return host().listeners().stream()
        .filter(each -> each.server().equals("Dovecot") && each.protocol().equals(protocol))
        .findFirst()
        .orElseThrow();
  }

  private int confirmations() {
    return issuer().received(TokenIssuer.INTROSPECTION).size();
  }

  private int tokenRequests() {
    return issuer().tokenRequests().size();
  }

  Stream<Arguments> combinations() {
    return Extent.sampled(
        host().listeners().stream()
            .flatMap(
                listener ->
                    Stream.of(Entitlement.values()).map(each -> Arguments.of(listener, each))),
        3);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void propertiesAloneLogIn(Listener listener, Entitlement entitlement) throws Exception {
    int before = confirmations();
    try (Service service =
        connected(listener, Session.getInstance(properties(listener, entitlement)))) {
      Account.assertAuthenticated(service);
    }
    assertEquals(before + 1, confirmations(), "the server asked the issuer about the token");
  }

  @Test
  void manyThreadsShareOneTokenRequest() throws Exception {
    Listener listener = listener("imaps");
    Properties properties = properties(listener, Entitlement.SECRET_IN_HEADER);
    int before = tokenRequests();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch ready = new CountDownLatch(THREADS);
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  try (Service store = connected(listener, Session.getInstance(properties))) {
                    return store.isConnected();
                  }
                }));
      }
      for (Future<Boolean> each : results) {
        assertTrue(each.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, tokenRequests() - before);
  }

  @Test
  void tokensThatEndUnderAPoolAreRenewed() throws Exception {
    Listener listener = listener("imaps");
    Properties properties = properties(listener, Entitlement.REFRESH_TOKEN);
    properties.setProperty("mail.imaps.connectionpoolsize", "3");
    try (Store store = (Store) connected(listener, Session.getInstance(properties))) {
      List<Folder> folders = new ArrayList<>();
      folders.add(opened(store));
      folders.add(opened(store));
      int before = tokenRequests();
      issuer().endAccessTokens();
      folders.add(counted(() -> opened(store)));
      assertEquals(1, tokenRequests() - before);
      for (Folder folder : folders) {
        assertTrue(folder.getMessageCount() >= 0);
      }
    } finally {
      // the token of the other tests
      issuer().accept(world.sentinels.token());
    }
  }

  private static Folder opened(Store store) throws MessagingException {
    Folder inbox = store.getFolder("INBOX");
    inbox.open(Folder.READ_ONLY);
    return inbox;
  }

  @Test
  void aRevokedRefreshTokenIsRefusedInWords() throws Exception {
    Listener listener = listener("submissions");
    Properties properties = properties(listener, Entitlement.REFRESH_TOKEN);
    Session session = Session.getInstance(properties);
    connected(listener, session).close();
    issuer().endAllTokens();
    int before = confirmations();

    MessagingException failure =
        assertThrows(
            MessagingException.class,
            () -> {
              try (Service transport = session.getTransport("submissions")) {
                transport.connect(world.sentinels.user(), null);
              }
            });

    assertEquals("oauth-invalid-grant", Refusal.in(failure).map(Refusal::code).orElse(""));
    assertTrue(String.valueOf(failure.getMessage()).contains("sign in again"), failure::toString);
    // the token of before was rejected once, and none was tried after it
    assertEquals(before + 1, confirmations());
  }

  @Test
  void noSecretIsInALogAtAnyLevel() throws Exception {
    Listener listener = listener("imaps");
    Properties properties = properties(listener, Entitlement.SECRET_IN_BODY);
    properties.setProperty("mail.debug.auth", "true");
    properties.setProperty("mail.debug.auth.username", "true");
    properties.setProperty("mail.debug.auth.password", "true");
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    Handler handler = new StreamHandler(logged, new SimpleFormatter());
    handler.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    Level usual = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    try {
      Session session = Session.getInstance(properties);
      PrintStream shown = new PrintStream(logged, true, UTF_8);
      session.setDebugOut(shown);
      session.setDebug(true);
      connected(listener, session).close();
      issuer().endAccessTokens();
      connected(listener, session).close();
      issuer().nextToken(ProviderError.MICROSOFT_SECRET_WRONG);
      issuer().endAccessTokens();
      try (Service store = session.getStore("imaps")) {
        assertThrows(MessagingException.class, () -> store.connect(world.sentinels.user(), null))
            .printStackTrace(shown);
      }
    } finally {
      root.setLevel(usual);
      root.removeHandler(handler);
      handler.close();
    }
    assertTrue(logged.size() > 1000, logged.size() + " octets");
    assertEquals(List.of(), issuer().secretsIn(logged.toByteArray()));
    assertEquals(List.of(), issuer().secretsIn(issuer().recorder().clientRaw()));
    assertFalse(
        issuer().secretsIn(issuer().recorder().clientPlain()).isEmpty(),
        "the search finds what was sent inside of TLS");
  }
}
