import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts what docs/architecture.md claims about the structure of the main code, from the text of
 * the sources alone: {@code java .ci/Structure.java [folder of a checkout] [-v]}.
 */
final class Structure {
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
          Pattern.DOTALL);
  private static final Pattern TYPE =
      Pattern.compile(
          "(?<![\\w.])(?:class|interface|enum|record|@interface)\\s+([A-Z]\\w*)(?=\\s*[<({\\s])");
  private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*");
  private static final int LONG_FILE = 300;

  private record Source(Path path, String text, String code, Set<String> types) {
    String name() {
      return path.getFileName().toString().replace(".java", "");
    }

    int lines() {
      return (int) text.lines().count();
    }

    Path folder() {
      return path.getParent();
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    boolean verbose = given.contains("-v");
    Path root =
        Path.of(given.stream().filter(argument -> !argument.equals("-v")).findFirst().orElse("."));
    for (String module :
        List.of("verify", "provider", "accounts", "autoconfig", "samples/spring-boot")) {
      Path sources = root.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        report(module, read(sources), verbose);
      }
    }
    hostJourney(root, verbose);
  }

  private static List<Source> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      String code = NOT_CODE.matcher(text).replaceAll(" ");
      Set<String> types = new TreeSet<>();
      Matcher type = TYPE.matcher(code);
      List<String> all = new ArrayList<>();
      while (type.find()) {
        all.add(type.group(1));
      }
      types.addAll(all);
      sources.add(new Source(file, text, code, types));
    }
    return sources;
  }

  private static void report(String module, List<Source> sources, boolean verbose) {
    System.out.println("== " + module);
    line("files", sources.stream().filter(s -> !s.name().equals("package-info")).count());
    line("lines", sources.stream().mapToInt(Source::lines).sum());
    line("types", sources.stream().mapToInt(Structure::types).sum());
    List<Source> tall = sources.stream().filter(s -> s.lines() > LONG_FILE).toList();
    line("files over " + LONG_FILE + " lines", tall.size());
    tall.stream()
        .sorted(Comparator.comparingInt(Source::lines).reversed())
        .forEach(s -> System.out.println("     " + s.lines() + " " + s.name()));
    List<List<String>> rings = rings(sources);
    line("rings of files inside packages", rings.size());
    rings.forEach(ring -> System.out.println("     " + String.join(", ", ring)));
    Map<String, Integer> named = new TreeMap<>();
    sources.forEach(s -> s.types().forEach(type -> named.merge(type, 1, Integer::sum)));
    line("simple names of several types", named.values().stream().filter(n -> n > 1).count());
    if (verbose) {
      named.forEach(
          (name, n) -> {
            if (n > 1) {
              System.out.println("     " + n + " " + name);
            }
          });
    }
    List<String> protocols =
        sources.stream()
            .filter(s -> s.code().matches("(?s).*\\bPOP3S?\\b.*"))
            .map(Source::name)
            .toList();
    line("files that name POP3 in code, and not as Angus's class", protocols.size());
    if (verbose) {
      System.out.println("     " + String.join(", ", protocols));
    }
  }

  private static int types(Source source) {
    Matcher type = TYPE.matcher(source.code());
    int count = 0;
    while (type.find()) {
      count++;
    }
    return count;
  }

  private static void line(String what, long figure) {
    System.out.printf("%6d %s%n", figure, what);
  }

  /**
   * Files of one package that need each other, found as Tarjan does. That a sealed type permits its
   * variants does not count.
   */
  private static List<List<String>> rings(List<Source> sources) {
    List<List<String>> rings = new ArrayList<>();
    Map<Path, List<Source>> packages =
        sources.stream()
            .filter(s -> !s.name().equals("package-info"))
            .collect(
                Collectors.groupingBy(Source::folder, LinkedHashMap::new, Collectors.toList()));
    packages
        .values()
        .forEach(
            files -> {
              Set<String> names = files.stream().map(Source::name).collect(Collectors.toSet());
              Map<String, Set<String>> arrows = new TreeMap<>();
              for (Source file : files) {
                Set<String> used = new TreeSet<>();
                Matcher word =
                    WORD.matcher(file.code().replaceAll("import [^;]*;|\\bpermits\\s[^{]*", ""));
                while (word.find()) {
                  // an imported type of that name is one of another package
                  if (names.contains(word.group())
                      && !word.group().equals(file.name())
                      && !file.code().contains("." + word.group() + ";")) {
                    used.add(word.group());
                  }
                }
                arrows.put(file.name(), used);
              }
              rings.addAll(new Components(arrows).rings());
            });
    return rings;
  }

  private static final class Components {
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> stack = new ArrayDeque<>();
    private final List<List<String>> found = new ArrayList<>();

    Components(Map<String, Set<String>> arrows) {
      this.arrows = arrows;
    }

    List<List<String>> rings() {
      arrows.keySet().stream().filter(node -> !index.containsKey(node)).forEach(this::visit);
      return found;
    }

    private void visit(String node) {
      index.put(node, index.size());
      low.put(node, index.get(node));
      stack.push(node);
      for (String next : arrows.get(node)) {
        if (!index.containsKey(next)) {
          visit(next);
          low.merge(node, low.get(next), Math::min);
        } else if (stack.contains(next)) {
          low.merge(node, index.get(next), Math::min);
        }
      }
      if (low.get(node).equals(index.get(node))) {
        List<String> ring = new ArrayList<>();
        String member;
        do {
          member = stack.pop();
          ring.add(member);
        } while (!member.equals(node));
        if (ring.size() > 1) {
          ring.sort(Comparator.naturalOrder());
          found.add(ring);
        }
      }
    }
  }

  /** The types that docs/architecture.md lists under "Follow a host name"; each must exist. */
  private static void hostJourney(Path root, boolean verbose) throws IOException {
    Path page = root.resolve("docs/architecture.md");
    if (!Files.exists(page)) {
      return;
    }
    List<Source> sources = new ArrayList<>(read(root.resolve("provider/src/main/java")));
    Path verify = root.resolve("verify/src/main/java");
    if (Files.isDirectory(verify)) {
      sources.addAll(read(verify));
    }
    Set<String> known = new TreeSet<>();
    sources.forEach(s -> known.addAll(s.types()));
    Matcher section =
        Pattern.compile(
                "(?m)^#+ Follow a host name\\n(.*?)(?=^#)", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(page));
    if (!section.find()) {
      return;
    }
    Set<String> listed = new TreeSet<>();
    Matcher name = Pattern.compile("`([A-Z]\\w*)[.(`]").matcher(section.group(1));
    while (name.find()) {
      listed.add(name.group(1));
    }
    Set<String> gone = new TreeSet<>(listed);
    gone.removeAll(known);
    listed.retainAll(known);
    System.out.println("== the journey of a host name, as docs/architecture.md lists it");
    line("types of ours", listed.size());
    if (verbose || !gone.isEmpty()) {
      System.out.println("     " + String.join(", ", listed));
      System.out.println("     not ours (or no longer there): " + String.join(", ", gone));
    }
  }
}
