package io.github.mailclad.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.jspecify.annotations.Nullable;

/**
 * A Maven repository in a folder, with one release in it. Its checks are those of Maven Central for
 * POMs, sources, Javadoc, signatures and checksums, and some of ours.
 */
final class StagedRepository {
  private static final String GROUP = "io.github.mailclad";
  private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

  private final Path folder;
  private final SigningKey key;
  private final Map<String, Model> models = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  StagedRepository(Path folder, SigningKey key) throws IOException {
    this.folder = folder;
    this.key = key;
    for (Path pom : files(".pom")) {
      try (var in = Files.newBufferedReader(pom)) {
        models.put(stem(pom), new MavenXpp3Reader().read(in));
      } catch (XmlPullParserException e) {
        problems.add(relative(pom) + " is no POM: " + e.getMessage());
      }
    }
  }

  /** Returns the number of artefacts, each with a POM of its own. */
  int artefacts() {
    return models.size();
  }

  /** Returns the jars that programs use, by the name of their artefacts. */
  Map<String, Path> jars() {
    var jars = new TreeMap<String, Path>();
    models.forEach(
        (stem, model) -> {
          if (model.getPackaging().equals("jar")) {
            jars.put(model.getArtifactId(), folder.resolve(stem + ".jar"));
          }
        });
    return jars;
  }

  /** Checks everything, and returns one sentence for each problem. */
  List<String> problems() throws IOException, GeneralSecurityException {
    for (Map.Entry<String, Model> each : models.entrySet()) {
      checkPom(each.getKey(), each.getValue());
      if (each.getValue().getPackaging().equals("jar")) {
        checkJars(each.getKey());
      }
    }
    for (Path file : published()) {
      checkChecksums(file);
      checkSignature(file);
    }
    return List.copyOf(problems);
  }

  /** Returns the files that a user downloads: neither checksums, signatures nor metadata. */
  Set<String> downloads() throws IOException {
    return published().stream().map(this::relative).collect(Collectors.toSet());
  }

  /** Returns the files that another staging of the same sources has with other octets, or lacks. */
  List<String> differences(StagedRepository other) throws IOException {
    var differences = new ArrayList<String>();
    for (String file : downloads()) {
      Path there = other.folder.resolve(file);
      if (!Files.exists(there) || Files.mismatch(folder.resolve(file), there) >= 0) {
        differences.add(file + " is not the same in two builds");
      }
    }
    return differences;
  }

  private void checkPom(String name, Model model) {
    require(name, "a name", model.getName());
    require(name, "a description", model.getDescription());
    require(name, "a URL", inherited(model, Model::getUrl));
    require(name, "a licence", inherited(model, m -> m.getLicenses().isEmpty() ? null : m));
    require(name, "a developer", inherited(model, m -> m.getDevelopers().isEmpty() ? null : m));
    require(name, "an SCM", inherited(model, Model::getScm));
    if (name.contains("SNAPSHOT")) {
      problems.add(name + " is a snapshot");
    }
    if (!model.getRepositories().isEmpty() || !model.getPluginRepositories().isEmpty()) {
      problems.add(name + " names a repository");
    }
    var dependencies = new ArrayList<>(model.getDependencies());
    if (model.getDependencyManagement() != null && !model.getArtifactId().endsWith("-parent")) {
      dependencies.addAll(model.getDependencyManagement().getDependencies());
    }
    for (Dependency dependency : dependencies) {
      checkDependency(name, dependency);
    }
  }

  private void checkDependency(String name, Dependency dependency) {
    String version = dependency.getVersion();
    if (version != null && version.endsWith("SNAPSHOT")) {
      problems.add(name + " depends on the snapshot " + dependency.getManagementKey());
    }
    if (dependency.getSystemPath() != null) {
      problems.add(name + " depends on a file of this machine: " + dependency.getSystemPath());
    }
    boolean ours = GROUP.equals(dependency.getGroupId());
    boolean ofTests = "test".equals(dependency.getScope());
    if (ours && !ofTests && staged(dependency.getArtifactId()) == null) {
      problems.add(name + " depends on " + dependency.getArtifactId() + ", which is not published");
    }
  }

  private @Nullable Model staged(String artifactId) {
    return models.values().stream()
        .filter(model -> model.getArtifactId().equals(artifactId))
        .findFirst()
        .orElse(null);
  }

  private <T> @Nullable T inherited(Model model, Function<Model, @Nullable T> part) {
    T own = part.apply(model);
    Parent parent = model.getParent();
    if (own != null || parent == null) {
      return own;
    }
    Model above = staged(parent.getArtifactId());
    return above == null ? null : inherited(above, part);
  }

  private void require(String name, String what, @Nullable Object value) {
    if (value == null || value.toString().isBlank()) {
      problems.add(name + " lacks " + what + " in its POM");
    }
  }

  private void checkJars(String name) throws IOException {
    for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
      Path jar = folder.resolve(name + suffix);
      if (!Files.exists(jar)) {
        problems.add(name + suffix + " is missing");
        continue;
      }
      try (var open = new JarFile(jar.toFile())) {
        if (open.stream().allMatch(entry -> entry.getName().startsWith("META-INF/"))) {
          problems.add(name + suffix + " is empty");
        }
      }
    }
    if (!Files.exists(folder.resolve(name + "-cyclonedx.json"))) {
      problems.add(name + " lacks the list of its parts (CycloneDX)");
    }
    for (Path file : published()) {
      if (file.toString().endsWith("-tests.jar")) {
        problems.add(relative(file) + " is a jar of tests");
      }
    }
  }

  private void checkChecksums(Path file) throws IOException, GeneralSecurityException {
    for (Map.Entry<String, String> each : CHECKSUMS.entrySet()) {
      Path sum = Path.of(file + "." + each.getKey());
      byte[] digest = MessageDigest.getInstance(each.getValue()).digest(Files.readAllBytes(file));
      String right = HexFormat.of().formatHex(digest);
      if (!Files.exists(sum)
          || !Files.readString(sum, StandardCharsets.US_ASCII).strip().equals(right)) {
        problems.add(relative(file) + " lacks the right checksum " + each.getKey());
      }
    }
  }

  private void checkSignature(Path file) throws IOException {
    Path signature = Path.of(file + ".asc");
    if (!Files.exists(signature) || !key.signed(file, signature)) {
      problems.add(relative(file) + " lacks a signature of the key");
    }
  }

  private List<Path> published() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*\\.(md5|sha1|sha256|sha512|asc)"))
          .filter(file -> !file.getFileName().toString().startsWith("maven-metadata"))
          .sorted()
          .toList();
    }
  }

  private List<Path> files(String suffix) throws IOException {
    return published().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  private String stem(Path pom) {
    String name = relative(pom);
    return name.substring(0, name.length() - ".pom".length());
  }

  private String relative(Path file) {
    return folder.relativize(file).toString();
  }
}
