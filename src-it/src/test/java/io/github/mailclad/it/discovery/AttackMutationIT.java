package io.github.mailclad.it.discovery;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.it.matrix.Mutant;
import io.github.mailclad.it.matrix.Mutant.Change;
import io.github.mailclad.it.matrix.Mutants;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamReader;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each of the seventeen attacks does harm once the check that stops it is off. The profile {@code
 * oauth} switches all of them off, and the ordinary build three.
 */
class AttackMutationIT {
  private static final String SEARCH = "internal.discovery.";
  private static final String REQUEST = "internal.https.HttpsRequest";
  private static final List<String> TESTS =
      List.of("io.github.mailclad.it.discovery.", "io.github.mailclad.it.https.");

  /** An attack and the check that stops it, switched off. */
  record Guard(Attack attack, Mutant off) {
    @Override
    public String toString() {
      return attack + ": " + off;
    }
  }

  static Stream<Guard> chosen() {
    List<Guard> all = guards().toList();
    boolean isFull = System.getProperty("mailclad.oauth", "").equals("full");
    return isFull ? all.stream() : Stream.of(all.get(2), all.get(8), all.get(14));
  }

  private static Stream<Guard> guards() {
    Change anyRedirect = advice("redirected", AttackSwitches.AnyRedirect.class);
    Mutant anySocketType =
        Mutant.of(
            "AutoconfigDocument.server() accepts every socket type",
            SEARCH + "AutoconfigDocument",
            instead("contains", switched("known", List.class, Object.class), named("server")));
    return Stream.of(
        guard(
            Attack.CONFIGURATION_WITHOUT_TLS,
            "HttpsRequest.server() has port 80",
            REQUEST,
            advice("server", AttackSwitches.WithoutTls.class)),
        new Guard(
            Attack.REDIRECT_TO_HTTP,
            new Mutant(
                "WebSearch follows every redirect, and HttpsRequest accepts every scheme",
                Map.of(
                    SEARCH + "WebSearch",
                    anyRedirect,
                    REQUEST,
                    instead(
                        "equalsIgnoringCase",
                        switched("same", String.class, String.class),
                        isConstructor())))),
        guard(
            Attack.REDIRECT_ELSEWHERE,
            "WebSearch follows every redirect",
            SEARCH + "WebSearch",
            anyRedirect),
        new Guard(Attack.UNKNOWN_AUTHORITY, Mutants.ANY_PATH),
        new Guard(Attack.CERTIFICATE_OF_ANOTHER_HOST, Mutants.ANY_NAME),
        guard(
            Attack.FORGED_RECORDS,
            "ServiceRecords.of() takes a failed look-up for an absence",
            SEARCH + "ServiceRecords",
            type ->
                instead("isAbsence", switched("absent", Answer.class), named("of"))
                    .in(
                        instead("isAnswer", switched("answered", DnssecStatus.class), named("of"))
                            .in(type))),
        guard(
            Attack.FORGED_DOCUMENT,
            "PaccRecord.matches() any content",
            SEARCH + "PaccRecord",
            type -> type.method(named("matches")).intercept(FixedValue.value(true))),
        guard(
            Attack.SUPPRESSED_DIGEST,
            "WebSearch takes a failed look-up of the digest for an answer",
            SEARCH + "WebSearch$Fetch",
            instead("isAnswer", switched("answered", DnssecStatus.class), named("pacc"))),
        guard(
            Attack.CONTRADICTION,
            "CombinedSources sees no records",
            SEARCH + "CombinedSources",
            type ->
                type.method(named("of")).intercept(MethodCall.invoke(method(List.class, "of")))),
        guard(
            Attack.NO_SERVERS,
            "AutoconfigDocument.parse() guesses",
            SEARCH + "AutoconfigDocument",
            advice("parse", AttackSwitches.GuessedServers.class)),
        new Guard(Attack.CLEARTEXT_ONLY, anySocketType),
        new Guard(Attack.CLEARTEXT_FIRST, anySocketType),
        guard(
            Attack.STRIPPED_STARTTLS,
            "ServerSettings lowers the minimum level",
            "discovery.ServerSettings",
            advice("propertiesOfServer", AttackSwitches.Lowered.class)),
        guard(
            Attack.SERVER_OF_ANOTHER_DOMAIN,
            "Publication.approval() approves every target",
            SEARCH + "Server$Publication",
            type ->
                type.visit(
                    Advice.to(AttackSwitches.AnyTarget.class)
                        .on(named("approval").and(takesArguments(4))))),
        guard(
            Attack.ENTITIES,
            "EntityFreeXml expands entities",
            "internal.text.EntityFreeXml",
            type ->
                type.visit(
                        MemberSubstitution.relaxed()
                            .method(named("setProperty"))
                            .stub()
                            .on(named("factory")))
                    .visit(
                        MemberSubstitution.relaxed()
                            .method(named("next"))
                            .replaceWith(switched("nextWithoutTypes", XMLStreamReader.class))
                            .on(named("next")))),
        guard(
            Attack.DOMAIN_ABOVE,
            "WebSearch asks the domain above",
            SEARCH + "WebSearch$Fetch",
            advice("autoconfig", AttackSwitches.DomainAbove.class)),
        new Guard(Attack.PASSWORD_WHILE_PROBING, Mutants.ANY_PATH));
  }

  private static Guard guard(Attack attack, String name, String changed, Change change) {
    return new Guard(attack, Mutant.of(name, changed, change));
  }

  private static Change advice(String method, Class<?> advice) {
    return type -> type.visit(Advice.to(advice).on(named(method)));
  }

  private static Change instead(
      String called, Method replacement, ElementMatcher<? super MethodDescription> in) {
    return type ->
        type.visit(
            MemberSubstitution.relaxed().method(named(called)).replaceWith(replacement).on(in));
  }

  private static Method switched(String name, Class<?>... parameters) {
    return method(AttackSwitches.class, name, parameters);
  }

  private static Method method(Class<?> in, String name, Class<?>... parameters) {
    try {
      return in.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new LinkageError("no " + name + " in " + in, e);
    }
  }

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  /** Returns the outcome of an attack on the classes of a mutant, and the harms. */
  private static List<?> result(Attack attack, Mutant mutant) throws Exception {
    ClassLoader loader = mutant.load(TESTS);
    Thread.currentThread().setContextClassLoader(loader);
    Method carryOut =
        loader.loadClass(Attack.class.getName()).getDeclaredMethod("resultOf", String.class);
    carryOut.setAccessible(true);
    return (List<?>) carryOut.invoke(null, attack.name());
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void withoutThisGuardTheAttackDoesHarm(Guard guard) throws Exception {
    List<?> result = result(guard.attack(), guard.off());

    assertTrue(result.size() > 1, () -> "no harm, but " + result);
  }

  @Test
  void anUnchangedCopyOfTheClassesDoesNone() throws Exception {
    Attack attack = Attack.SERVER_OF_ANOTHER_DOMAIN;
    assertEquals(List.of(attack.outcome()), result(attack, Mutants.NONE));
  }

  @Test
  void everyAttackHasAGuard() {
    Set<Attack> guarded = guards().map(Guard::attack).collect(Collectors.toSet());
    assertEquals(EnumSet.copyOf(Arrays.asList(Attack.values())), guarded);
  }
}
