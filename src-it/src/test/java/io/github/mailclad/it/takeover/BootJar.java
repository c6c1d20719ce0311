package io.github.mailclad.it.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * An executable jar as Spring Boot's build plugins make it: the loader's classes at the root, the
 * application's in {@code BOOT-INF/classes}, and its libraries uncompressed in {@code
 * BOOT-INF/lib}.
 */
final class BootJar {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  private BootJar() {}

  /** Writes a jar that starts {@code program}, a class without nested ones. */
  static void write(Path jar, Class<?> program, List<Path> libraries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest(program))) {
      for (Path loader : Jars.in("boot-loader")) {
        unpack(loader, out);
      }
      folder(out, "BOOT-INF/");
      folder(out, CLASSES);
      String name = program.getName().replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(CLASSES + name));
      out.write(Files.readAllBytes(Jars.origin(program).resolve(name)));
      folder(out, LIBRARIES);
      for (Path library : libraries) {
        store(library, out);
      }
    }
  }

  private static Manifest manifest(Class<?> program) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
    main.putValue("Start-Class", program.getName());
    main.putValue("Spring-Boot-Classes", CLASSES);
    main.putValue("Spring-Boot-Lib", LIBRARIES);
    return manifest;
  }

  private static void unpack(Path loader, JarOutputStream out) throws IOException {
    try (JarFile in = new JarFile(loader.toFile())) {
      for (Enumeration<JarEntry> all = in.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream content = in.getInputStream(entry)) {
            content.transferTo(out);
          }
        }
      }
    }
  }

  private static void folder(JarOutputStream out, String name) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.closeEntry();
  }

  private static void store(Path library, JarOutputStream out) throws IOException {
    byte[] content = Files.readAllBytes(library);
    CRC32 sum = new CRC32();
    sum.update(content);
    JarEntry entry = new JarEntry(LIBRARIES + library.getFileName());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
