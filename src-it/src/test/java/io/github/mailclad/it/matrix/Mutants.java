package io.github.mailclad.it.matrix;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/** The guards, each switched off. */
public final class Mutants {
  private static final String TLS = "internal.tls.";
  private static final String HANDSHAKE = "internal.handshake.";
  private static final String POLICY = "internal.config.";

  /** Nothing changed, in a loader of its own: what the others are compared with. */
  public static final Mutant NONE = new Mutant("nothing", Map.of());

  /** Angus's properties are not refused by name; everything behind that stands. */
  static final Mutant LENIENT_READER =
      Mutant.of(
          "AngusProperties.problems() finds none",
          POLICY + "AngusProperties",
          type -> type.method(named("problems")).intercept(MethodCall.invoke(listOf())));

  /** A lowered level is read under every name, and for the whole session. */
  static final Mutant LEVEL_FOR_ALL =
      Mutant.of(
          "LevelSettings.lowers() lets every name and the whole session lower the level",
          POLICY + "LevelSettings",
          type -> type.method(named("lowers")).intercept(FixedValue.value(true)));

  /** Every store and transport is made for an account without a minimum level. */
  static final Mutant LOWERED_SERVICES =
      Mutant.of(
          "ConfigReadings.isLowered() finds every service lowered",
          POLICY + "ConfigReadings",
          type -> type.method(named("isLowered")).intercept(FixedValue.value(true)));

  /** The system property for the lowest level has no effect. */
  static final Mutant NO_FLOOR =
      Mutant.of(
          "LevelFloor.isAbove() finds no level too low",
          POLICY + "LevelFloor",
          type -> type.method(named("isAbove")).intercept(FixedValue.value(false)));

  static final Mutant PORTS_UNCHECKED =
      Mutant.of(
          "NamedServer accepts cleartext ports",
          "internal.connect.NamedServer",
          type ->
              type.visit(
                  MemberSubstitution.relaxed()
                      .method(named("contains"))
                      .stub()
                      .on(named("refusal"))));

  static final Mutant ANY_SERVER =
      advice(
          "ChainVerification.judge() accepts every chain",
          "verify.ChainVerification",
          "judge",
          Switches.AnyServer.class);

  public static final Mutant ANY_NAME =
      advice(
          "IdentityMatcher.match() finds the first reference",
          "internal.identity.IdentityMatcher",
          "match",
          Switches.AnyName.class);

  public static final Mutant ANY_PATH =
      advice(
          "PathValidator.validate() finds every path valid",
          "internal.trust.PathValidator",
          "validate",
          Switches.AnyPath.class);

  static final Mutant SILENT_TRUST_MANAGER =
      stub("JudgingTrustManager never asks", TLS + "JudgingTrustManager", "checkServerTrusted");

  static final Mutant VERDICT_IGNORED =
      advice(
          "HandshakeJudge.judge() accepts whatever the verifier says",
          TLS + "HandshakeJudge",
          "judge",
          Switches.VerdictIgnored.class);

  static final Mutant UNASKED_VERDICT =
      Mutant.of(
          "JudgedSocket.startHandshake() asks for no verdict",
          TLS + "JudgedSocketFactory$JudgedSocket",
          type ->
              type.visit(
                  MemberSubstitution.relaxed()
                      .method(named("require"))
                      .stub()
                      .on(named("startHandshake"))));

  static final Mutant PLATFORM_OFFER = stub("Offer.set() does nothing", HANDSHAKE + "Offer", "set");

  static final Mutant ANY_SUITE =
      Mutant.of(
          "TlsHandshake accepts every suite",
          TLS + "TlsHandshake",
          type ->
              type.visit(
                  MemberSubstitution.relaxed()
                      .method(named("contains"))
                      .replaceWith(always())
                      .on(named("checkCipherSuite"))));

  static final Mutant UNSIGNED_EXCHANGE =
      Mutant.of(
          "ConscryptTls.weakness() finds none",
          TLS + "ConscryptTls",
          type ->
              type.method(named("weakness"))
                  .intercept(MethodCall.invoke(method(Optional.class, "empty"))));

  static final Mutant ANY_VERSION =
      advice("every TLS version passes for TLS 1.2", "TlsVersion", "of", Switches.AnyVersion.class);

  static final Mutant USERS_PROPERTIES =
      Mutant.of(
          "GuardedProperties passes on what the user set",
          POLICY + "GuardedProperties",
          type -> type.visit(Advice.to(Switches.UsersProperties.class).on(ofProtocol())));

  static final Mutant ANY_SMTP_SERVER =
      stub("SmtpConnector.afterEhlo() does nothing", "angus.SmtpConnector", "afterEhlo");

  static final Mutant ANY_MECHANISM =
      advice(
          "LoginProperties.rules() allows what nobody configured",
          POLICY + "LoginProperties",
          "rules",
          Switches.AnyMechanism.class);

  /** Sessions of one trust scope are resumed, and judged, in another. */
  static final Mutant ONE_SCOPE =
      Mutant.of(
          "TlsContexts takes every scope for the same",
          TLS + "TlsContexts$Scope",
          type ->
              type.method(named("equals"))
                  .intercept(FixedValue.value(true))
                  .method(named("hashCode"))
                  .intercept(FixedValue.value(0)));

  private Mutants() {}

  /** The user's own value of one property, or that there is none, reaches Angus. */
  static Mutant passingOn(String suffix) {
    return Mutant.of(
        "GuardedProperties passes on " + suffix,
        POLICY + "GuardedProperties",
        type ->
            type.visit(
                Advice.withCustomMapping()
                    .bind(Switches.Key.class, suffix)
                    .to(Switches.OneUsersProperty.class)
                    .on(ofProtocol())));
  }

  /** The look-up of every property that Angus asks for. */
  private static ElementMatcher.Junction<MethodDescription> ofProtocol() {
    return ElementMatchers.<MethodDescription>named("lookUp").and(takesArguments(1));
  }

  static final Mutant ANY_PASSWORD =
      Mutant.of(
          "LoginMemory takes every password for the same one",
          "internal.sasl.LoginMemory",
          type -> type.method(named("recognizable")).intercept(FixedValue.value("same")));

  /** A login is sent early over STARTTLS, too. */
  static final Mutant ALWAYS_EARLY =
      Mutant.of(
          "AccountLogin.mayBeEarly() finds that every login may be early",
          "angus.AccountLogin",
          type -> type.method(named("mayBeEarly")).intercept(FixedValue.value(true)));

  static final Mutant ANY_ACCEPTED_CERTIFICATE =
      Mutant.of(
          "AccountPin.matches() finds that every certificate was accepted",
          "AccountPin",
          type -> type.method(named("matches")).intercept(FixedValue.value(true)));

  static final Mutant ONE_KEPT_KEY =
      Mutant.of(
          "KeptSession takes every key for the same",
          "internal.reuse.KeptSession$Key",
          type -> type.method(named("equals")).intercept(FixedValue.value(true)));

  static final Mutant ANY_STATE_KEPT =
      Mutant.of(
          "SessionProgress.isKeepable() keeps a connection in every state",
          "internal.reuse.SessionProgress",
          type -> type.method(named("isKeepable")).intercept(FixedValue.value(true)));

  static final Mutant ANY_GREETING =
      Mutant.of(
          "EarlyAuthenticate.surprise() finds none",
          "internal.mailproto.EarlyAuthenticate",
          type ->
              type.method(named("surprise"))
                  .intercept(MethodCall.invoke(method(Optional.class, "empty"))));

  private static Mutant advice(String name, String changed, String method, Class<?> advice) {
    return Mutant.of(name, changed, type -> type.visit(Advice.to(advice).on(named(method))));
  }

  private static Mutant stub(String name, String changed, String method) {
    return Mutant.of(
        name, changed, type -> type.method(named(method)).intercept(StubMethod.INSTANCE));
  }

  private static Method listOf() {
    return method(List.class, "of");
  }

  private static Method always() {
    return method(Switches.class, "always", List.class, Object.class);
  }

  private static Method method(Class<?> in, String name, Class<?>... parameters) {
    try {
      return in.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new LinkageError("no " + name + " in " + in, e);
    }
  }
}
