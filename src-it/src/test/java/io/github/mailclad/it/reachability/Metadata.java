package io.github.mailclad.it.reachability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The registered elements of {@code META-INF/native-image}, in the two files that each version of
 * GraalVM for Java 17 and newer reads. An unknown member is an error.
 *
 * @param elements {@code class X} and {@code method X.name(types)}; a constructor is {@code <init>}
 * @param resources the patterns of resource names
 */
record Metadata(Set<String> elements, List<String> resources) {
  private static final String DIRECTORY = "META-INF/native-image/io.github.mailclad/";

  Metadata {
    elements = Set.copyOf(elements);
    resources = List.copyOf(resources);
  }

  /** Reads what the artifacts contain. */
  static Metadata of(ClassLoader loader) throws IOException {
    Set<String> elements = new LinkedHashSet<>();
    List<String> resources = new ArrayList<>();
    for (String artifact : present(loader)) {
      for (JsonElement type : json(loader, artifact + "/reflect-config.json").getAsJsonArray()) {
        readType(type.getAsJsonObject(), elements);
      }
      JsonObject file = json(loader, artifact + "/resource-config.json").getAsJsonObject();
      only(file, "resources", "bundles");
      if (!file.getAsJsonArray("bundles").isEmpty()) {
        throw new IllegalArgumentException("no bundles are expected");
      }
      JsonObject kinds = file.getAsJsonObject("resources");
      only(kinds, "includes");
      for (JsonElement include : kinds.getAsJsonArray("includes")) {
        only(include.getAsJsonObject(), "pattern");
        resources.add(include.getAsJsonObject().get("pattern").getAsString());
      }
    }
    return new Metadata(elements, resources);
  }

  private static List<String> present(ClassLoader loader) {
    // the second or the third one is tested
    List<String> artifacts =
        Stream.of("mailclad-verify", "mailclad", "mailclad-javax")
            .filter(name -> loader.getResource(DIRECTORY + name + "/reflect-config.json") != null)
            .toList();
    if (artifacts.size() != 2) {
      throw new IllegalArgumentException("the metadata of " + artifacts);
    }
    return artifacts;
  }

  /** Returns the same without an element. */
  Metadata without(String element) {
    Set<String> fewer = new LinkedHashSet<>(elements);
    if (!fewer.remove(element)) {
      throw new IllegalArgumentException(element + " is not registered");
    }
    return new Metadata(fewer, resources);
  }

  boolean hasResource(String name) {
    return resources.stream().anyMatch(pattern -> Pattern.matches(pattern, name));
  }

  private static JsonElement json(ClassLoader loader, String name) throws IOException {
    URL file = Objects.requireNonNull(loader.getResource(DIRECTORY + name), name);
    try (Reader in = new InputStreamReader(file.openStream(), UTF_8)) {
      return JsonParser.parseReader(in);
    }
  }

  private static void readType(JsonObject type, Set<String> elements) {
    only(type, "name", "methods");
    String name = type.get("name").getAsString();
    elements.add("class " + name);
    JsonArray methods = type.getAsJsonArray("methods");
    if (methods != null) {
      for (JsonElement each : methods) {
        JsonObject method = each.getAsJsonObject();
        only(method, "name", "parameterTypes");
        List<String> types = new ArrayList<>();
        method.getAsJsonArray("parameterTypes").forEach(t -> types.add(t.getAsString()));
        elements.add(
            "method %s.%s(%s)"
                .formatted(name, method.get("name").getAsString(), String.join(",", types)));
      }
    }
  }

  private static void only(JsonObject object, String... names) {
    if (!Set.of(names).containsAll(object.keySet())) {
      throw new IllegalArgumentException(object.keySet() + ", not only " + List.of(names));
    }
  }
}
