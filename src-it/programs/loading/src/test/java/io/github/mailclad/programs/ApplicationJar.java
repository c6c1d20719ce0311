package io.github.mailclad.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** The jars that tools make of an application and its libraries. */
final class ApplicationJar {
  private static final String PROBE = SessionProbe.class.getName().replace('.', '/') + ".class";

  private ApplicationJar() {}

  /**
   * Returns one jar of all classes. Of two entries of a name the first stays, as in
   * maven-shade-plugin.
   */
  static Path merged(List<Path> jars, Path directory, JoinedServices services) {
    Path merged = directory.resolve("application.jar");
    try (OutputStream file = Files.newOutputStream(merged);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries(jars, services).entrySet()) {
        write(out, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return merged;
  }

  /** The service files of a merged jar. */
  enum JoinedServices {
    ALL,
    NONE
  }

  /** Returns a jar of jars, in the form of Spring Boot, with the probe as its application. */
  static Path executable(List<Path> jars, Path directory) {
    Path executable = directory.resolve("application.jar");
    try (OutputStream file = Files.newOutputStream(executable);
        JarOutputStream out = new JarOutputStream(file)) {
      write(out, "BOOT-INF/", new byte[0]);
      write(out, "BOOT-INF/classes/", new byte[0]);
      write(out, "BOOT-INF/classes/" + PROBE, probe());
      write(out, "BOOT-INF/lib/", new byte[0]);
      for (Path jar : jars) {
        store(out, "BOOT-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return executable;
  }

  /** Returns the probe as a bundle of OSGi. */
  static Path bundle(Path directory) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "application");
    main.putValue("Import-Package", "jakarta.mail,io.github.mailclad.check");
    Path bundle = directory.resolve("application.jar");
    try (OutputStream file = Files.newOutputStream(bundle);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      write(out, PROBE, probe());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bundle;
  }

  private static byte[] probe() throws IOException {
    return Files.readAllBytes(Loading.probe().resolve(PROBE));
  }

  private static void write(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static void store(JarOutputStream out, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    JarEntry entry = new JarEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private static Map<String, byte[]> entries(List<Path> jars, JoinedServices services)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile())) {
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
          JarEntry entry = all.nextElement();
          String name = entry.getName();
          if (entry.isDirectory()
              || name.matches("module-info.class|META-INF/(MANIFEST.MF|.*\\.(SF|DSA|RSA))")) {
            continue;
          }
          boolean joined = services == JoinedServices.ALL && name.startsWith("META-INF/services/");
          try (InputStream in = jar.getInputStream(entry)) {
            entries.merge(name, in.readAllBytes(), joined ? ApplicationJar::joined : (a, b) -> a);
          }
        }
      }
    }
    return entries;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
    both.writeBytes(second);
    return both.toByteArray();
  }
}
