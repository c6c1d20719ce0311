package io.github.mailclad.internal.config;

import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The properties of Angus that touch security, held against what Mailclad does anyway. One that
 * asks for the same is accepted, one that narrows is honoured, one that would weaken is refused by
 * name, and one that is not known in the {@code ssl.}, {@code socketFactory} and {@code starttls.}
 * rooms is refused too: what a future version of Angus reads must not open a door.
 */
final class AngusProperties {
  /** The only factory class that changes nothing: an old recipe for implicit TLS names it. */
  private static final String PLATFORM_FACTORY = "javax.net.ssl.SSLSocketFactory";

  private static final List<String> ROOMS = List.of("ssl.", "socketFactory", "starttls.");

  /**
   * Booleans of which only one value keeps the promise, with what to do instead of the other one.
   */
  private static final Map<String, String> MUST_BE_TRUE =
      Map.of(
          "ssl.checkserveridentity",
          "remove it; a private server needs a certificate with its name and mail.<protocol>.security.trust-anchors",
          "ehlo",
          "remove it; a server without EHLO has no authentication");

  private static final Map<String, String> MUST_BE_FALSE =
      Map.of(
          "socketFactory.fallback",
          "remove it; nothing is tried again with less",
          "compress.enable",
          "remove it; the length of what is compressed tells what is in it (RFC 9325, section 3.3)",
          "sasl.usecanonicalhostname",
          "remove it; the name that reverse DNS tells is not verified",
          "apop.enable",
          "remove it; SCRAM-SHA-256 is used where it is offered, and keeps the password from the server as APOP did");

  /** What a value that is refused would do, where one sentence says it. */
  private static final Map<String, String> MEANS =
      Map.of(
          "ssl.checkserveridentity", "=false disables the check of the server's host name",
          "socketFactory.fallback", "=true would try again without TLS");

  /** Booleans that may be either, but must be booleans: Angus takes "yes" and "1" for false. */
  private static final List<String> EITHER =
      List.of("starttls.enable", "starttls.required", "auth", "sasl.enable", "ssl.enable");

  /** What is known in these rooms, to suggest it to a person who mistyped it. */
  private static final List<String> KNOWN =
      List.of(
          "ssl.enable",
          "ssl.checkserveridentity",
          "ssl.trust",
          "ssl.protocols",
          "ssl.ciphersuites",
          "ssl.hostnameverifier",
          "ssl.hostnameverifier.class",
          "ssl.socketFactory",
          "ssl.socketFactory.class",
          "ssl.socketFactory.port",
          "socketFactory",
          "socketFactory.class",
          "socketFactory.port",
          "socketFactory.fallback",
          "starttls.enable",
          "starttls.required");

  /** What of it people set for a private authority. */
  private static final Set<String> REFUSED =
      Set.of("ssl.trust", "ssl.socketFactory", "ssl.socketFactory.class", "socketFactory");

  /** The names of the platform, of versions that do not exist here and of those to come. */
  private static final Pattern ANY_VERSION = Pattern.compile("SSLv2Hello|SSLv3|TLSv\\d(\\.\\d)?");

  /** How many of the words without effect a note names. */
  private static final int MOST_NOTED = 5;

  private final Settings settings;
  private final @Nullable TlsStart start;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  AngusProperties(Settings settings, @Nullable TlsStart start) {
    this.settings = settings;
    this.start = start;
    settings.protocol().propertyNames().forEach(this::check);
  }

  List<SettingProblem> problems() {
    return List.copyOf(problems);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Ports that are none, whatever the account's level: Angus would take the default without a word.
   */
  static List<SettingProblem> portProblems(Settings settings) {
    return settings.findAll("port").stream()
        .filter(setting -> !isPort(setting.text().orElse("")))
        .map(
            setting ->
                new SettingProblem(
                    setting.key(), "is no port", "set it to a number from 1 to 65535"))
        .toList();
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535;
  }

  private void check(String name) {
    String prefix = "mail." + name + ".";
    for (String key : settings.keysUnder(prefix)) {
      settings.get(key).ifPresent(setting -> check(key.substring(prefix.length()), setting));
    }
  }

  private void check(String suffix, Setting setting) {
    if (MUST_BE_TRUE.containsKey(suffix)) {
      mustBe(setting, true, MUST_BE_TRUE.get(suffix));
    } else if (MUST_BE_FALSE.containsKey(suffix)) {
      mustBe(setting, false, MUST_BE_FALSE.get(suffix));
    } else if (EITHER.contains(suffix)) {
      truth(setting).ifPresent(value -> checkStart(suffix, setting, value));
    } else if (ROOMS.stream().anyMatch(suffix::startsWith)) {
      checkRoom(suffix, setting);
    }
  }

  private void checkRoom(String suffix, Setting setting) {
    switch (suffix) {
      case "ssl.protocols",
          "ssl.ciphersuites",
          "ssl.hostnameverifier",
          "ssl.hostnameverifier.class" -> {
        // the first two narrow what is offered (below); the verifier is one more check after ours
      }
      case "ssl.trust" ->
          problem(
              setting,
              "trusts servers without verifying them",
              "remove it; set mail.<protocol>.security.trust-anchors for a private authority");
      case "socketFactory.class", "ssl.socketFactory.class" -> {
        if (!setting.value().equals(PLATFORM_FACTORY)) {
          problem(
              setting,
              "replaces the verified TLS connection by one that cannot be verified",
              "remove it" + resolverInstead());
        }
      }
      case "socketFactory.port", "ssl.socketFactory.port" -> checkFactoryPort(setting);
      case "socketFactory", "ssl.socketFactory" -> {
        GivenFactory factory = GivenFactory.of(setting.value());
        problem(setting, factory.problem(), factory.remedy() + resolverInstead());
      }
      default ->
          problem(
              setting,
              "is not known to Mailclad, and could weaken the connection",
              "remove it" + suggestion(suffix, setting));
    }
  }

  private static String suggestion(String suffix, Setting setting) {
    long words = suffix.split("\\.", -1).length;
    return Spelling.meant(
            suffix, KNOWN.stream().filter(known -> known.split("\\.", -1).length == words), 2)
        .map(
            meant ->
                "; did you mean "
                    + setting.key().substring(0, setting.key().length() - suffix.length())
                    + meant
                    + "?"
                    + (REFUSED.contains(meant)
                        ? " That one is refused too: set mail.<protocol>.security.trust-anchors for a private authority"
                        : ""))
        .orElse("");
  }

  /** What a factory is for that chooses the address to connect to. */
  private String resolverInstead() {
    return "; to choose the address that is connected to, set an object as mail."
        + settings.protocol().text()
        + ".security.resolver";
  }

  private void checkFactoryPort(Setting setting) {
    MailService service =
        settings.protocol().implicitService().with(start == null ? TlsStart.IMPLICIT : start);
    String port =
        settings
            .find("port")
            .flatMap(Setting::text)
            .orElse(Integer.toString(service.defaultPort()));
    if (!setting.text().equals(Optional.of(port))) {
      problem(
          setting,
          "leads to another port than mail." + settings.protocol().text() + ".port",
          "remove it and set the port there");
    }
  }

  private void checkStart(String suffix, Setting setting, boolean value) {
    boolean starttls = start == TlsStart.STARTTLS;
    if (suffix.equals("ssl.enable") && value == starttls) {
      problem(
          setting,
          starttls
              ? "asks for implicit TLS while mail.<protocol>.security.tls-start asks for STARTTLS"
              : "asks for a connection without implicit TLS",
          "remove it; mail.<protocol>.security.tls-start decides how TLS starts");
    } else if (suffix.startsWith("starttls.") && starttls && !value) {
      problem(setting, "contradicts mail.<protocol>.security.tls-start=starttls", "remove it");
    }
  }

  private void mustBe(Setting setting, boolean wanted, String remedy) {
    truth(setting)
        .filter(value -> value != wanted)
        .ifPresent(
            value ->
                problem(
                    setting,
                    MEANS.getOrDefault(
                        suffixOf(setting), "=" + value + " would weaken the connection"),
                    remedy));
  }

  private static String suffixOf(Setting setting) {
    return setting.key().split("\\.", 3)[2];
  }

  /**
   * The boolean that is meant; what is neither true nor false is a problem, because Angus would
   * guess.
   */
  private Optional<Boolean> truth(Setting setting) {
    String text = setting.text().orElse("");
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Optional.of(Boolean.valueOf(text));
    }
    problem(
        setting,
        ShownValue.ofBoolean(text) + " is neither true nor false",
        "set it to true or false");
    return Optional.empty();
  }

  /**
   * What {@code ssl.protocols} leaves of these versions; versions below the floor are never added.
   */
  Set<TlsVersion> narrowedVersions(Set<TlsVersion> versions) {
    Optional<Setting> setting = settings.find("ssl.protocols");
    if (setting.isEmpty()) {
      return versions;
    }
    List<String> words = words(setting.get());
    if (hasCommas(setting.get(), word -> TlsVersion.of(word).isPresent())) {
      return versions;
    }
    if (words.stream().anyMatch(word -> !ANY_VERSION.matcher(word).matches())) {
      problem(
          setting.get(),
          "has a word that is no TLS version",
          "set it to TLSv1.2, TLSv1.3 or both, separated by a blank");
      return versions;
    }
    Set<TlsVersion> left = EnumSet.noneOf(TlsVersion.class);
    words.forEach(word -> TlsVersion.of(word).filter(versions::contains).ifPresent(left::add));
    noteIdle(
        setting.get(),
        words.stream().filter(word -> TlsVersion.of(word).filter(left::contains).isEmpty()));
    if (left.isEmpty()) {
      problem(
          setting.get(),
          "leaves no TLS version that this account accepts",
          "remove it, or name TLSv1.2 or TLSv1.3");
      return versions;
    }
    return left;
  }

  /** What {@code ssl.ciphersuites} leaves of these suites, in their order. */
  List<String> narrowedSuites(List<String> suites) {
    Optional<Setting> setting = settings.find("ssl.ciphersuites");
    if (setting.isEmpty()) {
      return suites;
    }
    if (hasCommas(setting.get(), word -> word.matches("TLS_\\w{1,60}"))) {
      return suites;
    }
    List<String> wanted = words(setting.get());
    noteIdle(setting.get(), wanted.stream().filter(word -> !suites.contains(word)));
    List<String> left = suites.stream().filter(wanted::contains).toList();
    if (left.isEmpty()) {
      problem(
          setting.get(),
          "leaves no cipher suite that is accepted",
          "remove it, or name some of " + suites);
      return suites;
    }
    return left;
  }

  /** Angus takes a word with a comma for one name, which no TLS version and no suite has. */
  private boolean hasCommas(Setting setting, Predicate<String> isShown) {
    String text = setting.text().orElse("");
    if (text.indexOf(',') < 0) {
      return false;
    }
    String meant =
        Arrays.stream(text.split("[,\\s]+")).filter(isShown).collect(Collectors.joining(" "));
    problem(
        setting,
        "has commas, and its words are separated by blanks",
        meant.isEmpty() ? "write blanks instead" : "set it to: " + meant);
    return true;
  }

  /** Nothing narrows without a word. */
  private void noteIdle(Setting setting, Stream<String> words) {
    List<String> shown =
        words.filter(word -> word.matches("[\\w.]{1,60}")).distinct().sorted().toList();
    if (!shown.isEmpty()) {
      notes.add(
          setting.key()
              + ": never offered: "
              + String.join(" ", shown.subList(0, Math.min(MOST_NOTED, shown.size())))
              + (shown.size() > MOST_NOTED ? " and " + (shown.size() - MOST_NOTED) + " more" : ""));
    }
  }

  private static List<String> words(Setting setting) {
    return Arrays.stream(setting.text().orElse("").trim().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void problem(Setting setting, String problem, String remedy) {
    problems.add(new SettingProblem(setting.key(), problem, remedy));
  }
}
