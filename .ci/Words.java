import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts what a second reader stumbles over in the main sources and the documents: {@code java
 * .ci/Words.java [folder of a checkout] [-v]}. With {@code -v} it lists each place.
 */
final class Words {
  private static final List<String> MODULES =
      List.of(
          "verify",
          "provider",
          "accounts",
          "autoconfig",
          "samples/embedded",
          "samples/quickstart",
          "samples/setup",
          "samples/spring-boot");
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern QUESTION =
      Pattern.compile(
          "(What|Who|Whom|Whose|Whether|How|Why|Where|Which|When)\\b.*", Pattern.DOTALL);
  private static final Pattern AVOIDED =
      Pattern.compile(
          "\\b(nobody|somebody|whoever|whatever|told|mend(?:s|ed)?|vouch(?:es|ed)?|(?<!there )is"
              + " none)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_PROSE =
      Pattern.compile("(?ms)^ *```.*?^ *```|^[|#<].*?$|^ *<!--.*?-->");
  private static final Pattern END_OF_SENTENCE =
      Pattern.compile("(?<=[.!?:;])\\s+|\\n\\s*\\n|\\n\\s*(?:[*-]|\\d+\\.) ");
  private static final int WIDEST = 160;
  private static final int LONGEST = 30;

  private static final Map<String, Integer> AVOIDED_WORDS = new TreeMap<>();
  private static boolean verbose;
  private static int blocks;
  private static int questions;
  private static int wide;
  private static int sentences;
  private static int longSentences;

  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    verbose = given.contains("-v");
    Path root =
        Path.of(given.stream().filter(argument -> !argument.equals("-v")).findFirst().orElse("."));
    for (String module : MODULES) {
      Path sources = root.resolve(module).resolve("src/main");
      if (Files.isDirectory(sources)) {
        for (Path file : files(sources, ".java")) {
          source(file, Files.readString(file));
        }
      }
    }
    for (Path file : documents(root)) {
      document(file, Files.readString(file));
    }
    System.out.printf(
        Locale.ROOT,
        "%6d Javadoc blocks, %.1f %% begin with a question word%n",
        blocks,
        100.0 * questions / blocks);
    System.out.printf("%6d lines over %d columns in documents%n", wide, WIDEST);
    System.out.printf(
        "%6d of %d sentences over %d words in documents%n", longSentences, sentences, LONGEST);
    AVOIDED_WORDS.forEach((word, count) -> System.out.printf("%6d \"%s\"%n", count, word));
  }

  private static List<Path> documents(Path root) throws IOException {
    List<Path> all = new ArrayList<>(files(root.resolve("docs"), ".md"));
    for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
      all.add(root.resolve(name));
    }
    return all;
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static void source(Path file, String text) {
    Matcher javadoc = JAVADOC.matcher(text);
    while (javadoc.find()) {
      blocks++;
      String first = javadoc.group(1).replaceAll("(?m)^\\s*\\*?\\s*", " ").strip();
      if (QUESTION.matcher(first).matches()) {
        questions++;
        show(file, first);
      }
    }
    words(file, text);
  }

  private static void document(Path file, String text) {
    text.lines()
        .filter(line -> line.length() > WIDEST)
        .forEach(
            line -> {
              wide++;
              show(file, line.length() + " columns: " + line);
            });
    NO_PROSE
        .splitAsStream(text)
        .flatMap(END_OF_SENTENCE::splitAsStream)
        .filter(sentence -> !sentence.isBlank())
        .forEach(sentence -> sentence(file, sentence));
    words(file, text);
  }

  private static void sentence(Path file, String sentence) {
    sentences++;
    int length = sentence.strip().replaceAll("`[^`]*`", "code").split("\\s+").length;
    if (length > LONGEST) {
      longSentences++;
      show(file, length + " words: " + sentence.strip().replaceAll("\\s+", " "));
    }
  }

  private static void words(Path file, String text) {
    text.lines()
        .forEach(
            line -> {
              Matcher word = AVOIDED.matcher(line);
              while (word.find()) {
                AVOIDED_WORDS.merge(word.group(1).toLowerCase(Locale.ROOT), 1, Integer::sum);
                show(file, line.strip());
              }
            });
  }

  private static void show(Path file, String what) {
    if (verbose) {
      System.out.println(file + ": " + what.substring(0, Math.min(what.length(), 120)));
    }
  }
}
