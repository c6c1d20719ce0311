package io.github.mailclad.explain;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The jars of a class path, in order. The libraries inside an executable jar of Spring Boot or a
 * web archive are copied to a folder of their own.
 */
final class MailJars {
  private static final int MOST_LIBRARIES = 3_000;
  private static final long MOST_OCTETS = 1L << 30;

  private MailJars() {}

  /**
   * A jar of the class path.
   *
   * @param file the file
   * @param name the name for people
   * @param artifacts the versions of the artifacts that are in it, by {@code group:artifact}, as
   *     Maven's descriptors say
   */
  record MailJar(Path file, String name, Map<String, String> artifacts) {
    MailJar {
      artifacts = Map.copyOf(artifacts);
    }
  }

  /**
   * Returns the jars.
   *
   * @param copies an empty folder for libraries inside archives
   * @throws IOException if a file is not a jar
   */
  static List<MailJar> of(List<Path> files, Path copies) throws IOException {
    List<MailJar> jars = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        jars.add(new MailJar(file, file.toString(), Map.of()));
        continue;
      }
      try (JarFile jar = new JarFile(file.toFile())) {
        jars.add(read(file, String.valueOf(file.getFileName()), jar));
        for (Path library : copyLibraries(jar, copies.resolve(Integer.toString(jars.size())))) {
          try (JarFile inside = new JarFile(library.toFile())) {
            jars.add(read(library, file.getFileName() + "!" + library.getFileName(), inside));
          }
        }
      }
    }
    return jars;
  }

  private static MailJar read(Path file, String name, JarFile jar) throws IOException {
    Map<String, String> artifacts = new HashMap<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties")) {
        Properties pom = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          pom.load(in);
        }
        artifacts.put(
            pom.getProperty("groupId", "") + ":" + pom.getProperty("artifactId", ""),
            pom.getProperty("version", ""));
      }
    }
    return new MailJar(file, name, artifacts);
  }

  private static List<Path> copyLibraries(JarFile archive, Path folder) throws IOException {
    List<Path> copied = new ArrayList<>();
    long octets = 0;
    for (JarEntry entry : Collections.list(archive.entries())) {
      String name = entry.getName();
      if (!name.matches("(BOOT-INF|WEB-INF)/lib/[^/\\\\]+\\.jar")) {
        continue;
      }
      Files.createDirectories(folder);
      Path copy = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
      try (InputStream in = archive.getInputStream(entry)) {
        octets += Files.copy(new Limited(in, MOST_OCTETS - octets), copy);
      }
      copied.add(copy);
      if (copied.size() > MOST_LIBRARIES) {
        throw new IOException(archive.getName() + " has too many libraries");
      }
    }
    return copied;
  }

  /** A stream that refuses to go on after a number of octets. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
      int count = in.read(octets, from, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("the libraries of the archive are too large");
      }
      return count;
    }
  }

  /** Returns the text of a resource of a jar; empty if it has none. */
  static Optional<String> text(MailJar jar, String resource) throws IOException {
    if (Files.isDirectory(jar.file())) {
      Path file = jar.file().resolve(resource);
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    }
    try (JarFile open = new JarFile(jar.file().toFile())) {
      JarEntry entry = open.getJarEntry(resource);
      if (entry == null) {
        return Optional.empty();
      }
      try (InputStream in = open.getInputStream(entry)) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
