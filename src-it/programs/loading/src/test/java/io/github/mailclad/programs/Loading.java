package io.github.mailclad.programs;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A way to load an application with its jars. */
enum Loading {
  /** One class path. */
  CLASS_PATH {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      return isolated(all, PLATFORM);
    }
  },
  /** Modules, with an application on the class path. */
  MODULE_PATH {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      ModuleLayer boot = ModuleLayer.boot();
      Configuration modules =
          boot.configuration()
              .resolveAndBind(
                  ModuleFinder.of(),
                  ModuleFinder.of(all.toArray(Path[]::new)),
                  Set.of("io.github.mailclad"));
      ModuleLayer layer = boot.defineModulesWithOneLoader(modules, PLATFORM);
      return isolated(List.of(), layer.findLoader("io.github.mailclad"));
    }
  },
  /** A container that has all of the jars in its shared folder. */
  SHARED_FOLDER {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      return isolated(List.of(), new URLClassLoader(urls(all), PLATFORM));
    }
  },
  /** A container that has the mail jars, and an application that brings Mailclad. */
  IN_THE_APPLICATION {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      List<Path> shared = all.stream().filter(jar -> !mailclad().contains(jar)).toList();
      return isolated(mailclad(), new URLClassLoader(urls(shared), PLATFORM));
    }
  },
  /** One jar whose service files are joined. */
  MERGED_WITH_SERVICES {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      return isolated(List.of(merged(all, directory, true)), PLATFORM);
    }
  },
  /** One jar that keeps the first of the service files. */
  MERGED_WITHOUT_SERVICES {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      return isolated(List.of(merged(all, directory, false)), PLATFORM);
    }
  };

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final Path COPIED = Path.of("target", "loading");

  /**
   * Returns the class loader of the application.
   *
   * @param all its jars, Mailclad's among them, in order
   * @param directory a directory for new jars
   */
  abstract ClassLoader application(List<Path> all, Path directory);

  /** Returns the jars that the build copied into a folder. */
  static List<Path> copied(String folder) {
    try (Stream<Path> files = Files.list(COPIED.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the jars of Mailclad, as they are published. */
  static List<Path> mailclad() {
    return List.of(origin(ProviderCheck.class), origin(SecuredService.class));
  }

  private static Path probe() {
    return origin(SessionProbe.class);
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClassLoader isolated(List<Path> jars, ClassLoader parent) {
    return new URLClassLoader(
        urls(Stream.concat(jars.stream(), Stream.of(probe())).toList()), parent);
  }

  private static URL[] urls(List<Path> entries) {
    return entries.stream().map(Loading::url).toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of two entries of a name the first stays, as in maven-shade-plugin. */
  private static Path merged(List<Path> jars, Path directory, boolean services) {
    Path merged = directory.resolve("application.jar");
    try (OutputStream file = Files.newOutputStream(merged);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries(jars, services).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return merged;
  }

  private static Map<String, byte[]> entries(List<Path> jars, boolean services) throws IOException {
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
          boolean joined = services && name.startsWith("META-INF/services/");
          try (InputStream in = jar.getInputStream(entry)) {
            entries.merge(name, in.readAllBytes(), joined ? Loading::joined : (a, b) -> a);
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
