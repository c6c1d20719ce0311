package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mailclad with each set of mail jars, before and after them, in each way to load: it serves all
 * protocol names, or it says that it does not. Only where no class of it is loaded, the application
 * has to ask.
 */
class LoadingTest {
  private static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "smtps", "smtp");
  private static final String OURS = "io.github.mailclad.angus.";
  private static final Logger LOG = Logger.getLogger("io.github.mailclad");

  /** The place of Mailclad among the mail jars. */
  private enum Place {
    FIRST,
    LAST
  }

  /** A set of mail jars. */
  private enum Mail {
    SPLIT,
    ALL_IN_ONE,
    COM_SUN_BEFORE,
    COM_SUN_AFTER;

    List<Path> jars(String api) {
      List<Path> split = Loading.copied("api-" + api);
      return switch (this) {
        case SPLIT -> split;
        case ALL_IN_ONE -> concat(Loading.copied("all-in-one"), onlyApi(split));
        case COM_SUN_BEFORE -> concat(Loading.copied("com-sun"), split);
        case COM_SUN_AFTER -> concat(split, Loading.copied("com-sun"));
      };
    }

    private static List<Path> onlyApi(List<Path> split) {
      return split.stream().filter(jar -> jar.getFileName().toString().contains("-api-")).toList();
    }
  }

  /** One combination. */
  record Combination(Loading way, String api, Mail mail, Place place) {
    /** Mailclad comes first, or the API asks Angus last. */
    boolean isServed() {
      return switch (way) {
        case IN_THE_APPLICATION -> false;
        case MERGED_WITHOUT_SERVICES -> place == Place.FIRST;
        case MODULE_PATH -> true;
        // SPI Fly hands over all providers, in an order of its own. Importers take the newest API
        case OSGI -> mail == Mail.ALL_IN_ONE || !api.equals("2.1.3");
        default -> place == Place.FIRST || knowsTheImplementation();
      };
    }

    private boolean knowsTheImplementation() {
      return mail == Mail.ALL_IN_ONE || (mail == Mail.SPLIT && !api.equals("2.1.3"));
    }

    /**
     * Newer APIs find Mailclad's resource files by the application's loader, and before them a file
     * of Angus that names its POP3 only.
     */
    boolean isServedButForPop3() {
      return way == Loading.IN_THE_APPLICATION
          && knowsTheImplementation()
          && (mail == Mail.ALL_IN_ONE || !api.equals("2.1.4"));
    }

    /** No class of Mailclad is loaded by the session; com.sun's asks the application's loader. */
    boolean isSilent() {
      return way == Loading.MERGED_WITHOUT_SERVICES
          || (way == Loading.IN_THE_APPLICATION && mail != Mail.COM_SUN_BEFORE);
    }

    /** Bundles take the newest API, and here only an older one has an implementation. */
    boolean isUnusable() {
      return way == Loading.OSGI && mail == Mail.ALL_IN_ONE && api.equals("2.2.0-M1");
    }

    /**
     * A module path takes the first of two modules with one name. Without known defaults, the order
     * of its modules is not defined.
     */
    boolean isDefined() {
      return way != Loading.MODULE_PATH || knowsTheImplementation();
    }

    ClassLoader application(Path directory) throws Exception {
      List<Path> mailJars = mail.jars(api);
      List<Path> ours = Loading.mailclad();
      List<Path> ordered = place == Place.FIRST ? concat(ours, mailJars) : concat(mailJars, ours);
      return way.application(concat(ordered, Loading.copied("common")), directory);
    }
  }

  static Stream<Combination> combinations() {
    return Arrays.stream(Loading.values())
        .flatMap(
            way ->
                Stream.of("2.1.3", "2.1.4", "2.1.5", "2.2.0-M1")
                    .flatMap(
                        api ->
                            Arrays.stream(Mail.values())
                                .flatMap(
                                    mail ->
                                        Arrays.stream(Place.values())
                                            .map(p -> new Combination(way, api, mail, p)))))
        .filter(Combination::isDefined);
  }

  private static List<Path> concat(List<Path> first, List<Path> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void servesOrSaysSo(Combination combination, @TempDir Path directory) throws Exception {
    if (combination.isUnusable()) {
      assertThrows(IllegalStateException.class, () -> found(combination, directory));
      return;
    }
    Records records = new Records();
    LOG.addHandler(records);
    List<String> found;
    try {
      found = found(combination, directory);
    } finally {
      LOG.removeHandler(records);
    }
    List<String> classes = found.subList(0, found.size() - 1);
    String complaint = found.get(found.size() - 1);
    if (combination.isServed()) {
      assertTrue(classes.stream().allMatch(c -> c.startsWith(OURS)), classes::toString);
      assertEquals("", complaint);
    } else {
      for (int i = 0; i < classes.size(); i++) {
        boolean ours = combination.isServedButForPop3() && !PROTOCOLS.get(i).startsWith("pop3");
        assertEquals(ours, classes.get(i).startsWith(OURS), classes::toString);
        assertEquals(
            !ours, complaint.contains(PROTOCOLS.get(i) + ": " + classes.get(i)), complaint);
      }
      assertEquals(
          combination.isServedButForPop3(),
          records.messages.stream()
              .anyMatch(m -> m.startsWith("pop3: org.eclipse.angus.mail.pop3.POP3Store in ")),
          records.messages::toString);
      assertEquals(
          combination.isSilent() ? 0 : 1,
          records.messages.stream()
              .filter(m -> m.contains("Mailclad does not serve all mail"))
              .count(),
          records.messages::toString);
    }
  }

  private static List<String> found(Combination combination, Path directory) throws Exception {
    ClassLoader application = combination.application(directory);
    try {
      return probed(application);
    } finally {
      Loading.close(application);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> probed(ClassLoader application) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      Class<?> probe = Class.forName(SessionProbe.class.getName(), true, application);
      return ((Supplier<List<String>>) probe.getConstructor().newInstance()).get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The messages of Mailclad. */
  private static final class Records extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord logged) {
      messages.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
