package io.github.mailclad.internal.config;

import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.internal.config.Settings.Setting;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A setting: {@code mail.<protocol>.security.<name>}, or {@code mail.security.<name>} for the whole
 * session. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Key<T> {
  private static final String SECURITY = "security.";

  private final String name;
  private final Parser<T> parser;
  private final String choices;
  private final String sentence;
  private final List<String> details;
  private final Default<T> byDefault;
  private final Set<Trait> traits;
  private final Part part;

  private Key(
      String name,
      Parser<T> parser,
      String choices,
      String sentence,
      List<String> details,
      Default<T> byDefault,
      Set<Trait> traits,
      Part part) {
    this.name = name;
    this.parser = parser;
    this.choices = choices;
    this.sentence = sentence;
    this.details = details;
    this.byDefault = byDefault;
    this.traits = traits;
    this.part = part;
  }

  /** The default value and its text. */
  private record Default<T>(@Nullable T value, String text) {}

  /** The policies of which a setting decides a part. */
  private enum Part {
    OF_NONE,
    OF_EACH,
    OF_THOSE_WITH_TLS_START,
    OF_THOSE_WITH_CLIENT,
    OF_THOSE_WITH_DANE
  }

  private enum Trait {
    /** The values are objects, so values under two names do not contradict each other. */
    OBJECT,
    /** A wrong value may be quoted, because it is never a secret. */
    QUOTED,
    /** The setting has no effect with {@code minimum-level=none}. */
    NEEDS_MINIMUM
  }

  /** Returns a key without a default; wrong values are not quoted. */
  static <T> Key<T> of(
      String name, Parser<T> parser, String choices, String sentence, String... details) {
    return new Key<>(
        name,
        parser,
        choices,
        sentence,
        List.of(details),
        new Default<>(null, ""),
        EnumSet.noneOf(Trait.class),
        Part.OF_NONE);
  }

  /** Returns a key whose value is an object. */
  static <T> Key<T> ofObject(String name, Class<T> type, String sentence, String... details) {
    return of(name, Parser.object(type), "an object", sentence, details).with(Trait.OBJECT);
  }

  /** Returns a key whose values are words for constants. */
  static <E extends Enum<E>> Key<E> ofWord(
      String name, List<E> all, E byDefault, String sentence, String... details) {
    StringJoiner choices = new StringJoiner(", ");
    for (E constant : all) {
      choices.add(Parser.wordOf(constant));
    }
    return of(name, Parser.word(all), choices.toString(), sentence, details)
        .byDefault(byDefault, Parser.wordOf(byDefault))
        .quoted();
  }

  /** Returns a key whose value is a duration. */
  static Key<Duration> ofMillis(
      String name, int most, Duration byDefault, String sentence, String... details) {
    return of(name, Parser.millis(most), "milliseconds, 1 to " + most, sentence, details)
        .byDefault(byDefault, Long.toString(byDefault.toMillis()))
        .quoted();
  }

  /** Returns the same key with this default. */
  Key<T> byDefault(T value, String text) {
    return new Key<>(
        name, parser, choices, sentence, details, new Default<>(value, text), traits, part);
  }

  /** Returns the same key with a default that depends on other settings too. */
  Key<T> byDefault(String text) {
    return new Key<>(
        name, parser, choices, sentence, details, new Default<>(null, text), traits, part);
  }

  /** Returns the same key, whose values never contradict each other. */
  Key<T> object() {
    return with(Trait.OBJECT);
  }

  /** Returns the same key, whose wrong values may be quoted. */
  Key<T> quoted() {
    return with(Trait.QUOTED);
  }

  /** Returns the same key, which has no effect with {@code minimum-level=none}. */
  Key<T> needingMinimum() {
    return with(Trait.NEEDS_MINIMUM);
  }

  /** Returns the same key, which decides a part of each security policy. */
  Key<T> inPolicy() {
    return inPolicy(Part.OF_EACH);
  }

  /** Returns the same key, which decides a part of each policy with a TLS start. */
  Key<T> inPolicyWithTlsStart() {
    return inPolicy(Part.OF_THOSE_WITH_TLS_START);
  }

  /** Returns the same key, which decides a part of each policy with a client certificate. */
  Key<T> inPolicyWithClient() {
    return inPolicy(Part.OF_THOSE_WITH_CLIENT);
  }

  /** Returns the same key, which decides a part of each policy with DANE. */
  Key<T> inPolicyWithDane() {
    return inPolicy(Part.OF_THOSE_WITH_DANE);
  }

  private Key<T> inPolicy(Part decided) {
    return new Key<>(name, parser, choices, sentence, details, byDefault, traits, decided);
  }

  private Key<T> with(Trait trait) {
    EnumSet<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Key<>(name, parser, choices, sentence, details, byDefault, more, part);
  }

  /** Returns the name without its prefix. */
  public String name() {
    return name;
  }

  /** Returns the part of the property after {@code mail.} or {@code mail.<protocol>.}. */
  public String suffix() {
    return suffix(name);
  }

  static String suffix(String name) {
    return SECURITY + name;
  }

  /** Returns the default in words for people; empty for none. */
  public String defaultText() {
    return byDefault.text();
  }

  /** Returns the choices in words for people. */
  public String choices() {
    return choices;
  }

  /** Returns the description, one sentence in Markdown. */
  public String sentence() {
    return sentence;
  }

  /** Returns the details, each in Markdown. */
  public List<String> details() {
    return details;
  }

  T parse(Setting setting) {
    return parser.parse(setting);
  }

  T defaultValue() {
    if (byDefault.value() == null) {
      throw new IllegalStateException(name + " has no default");
    }
    return byDefault.value();
  }

  boolean isQuoted() {
    return traits.contains(Trait.QUOTED);
  }

  /** Returns whether two values of the setting contradict each other. */
  boolean contradict(Setting one, Setting other) {
    if (traits.contains(Trait.OBJECT) || one.value().equals(other.value())) {
      return false;
    }
    try {
      return !parse(one).equals(parse(other));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  boolean needsMinimum() {
    return traits.contains(Trait.NEEDS_MINIMUM);
  }

  boolean isDecidedBy(SecurityPolicy policy) {
    return switch (part) {
      case OF_NONE -> false;
      case OF_EACH -> true;
      case OF_THOSE_WITH_TLS_START -> policy.tlsStart() != null;
      case OF_THOSE_WITH_CLIENT -> policy.clientIdentity() != null;
      case OF_THOSE_WITH_DANE -> policy.trust().dane() != null;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
