package io.github.mailclad.programs;

import io.github.mailclad.SecuredService;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.programs.ApplicationJar.JoinedServices;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.springframework.boot.loader.launch.Archive;
import org.springframework.boot.loader.launch.LaunchedClassLoader;
import org.springframework.boot.loader.net.protocol.Handlers;

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
      return isolated(List.of(ApplicationJar.merged(all, directory, JoinedServices.ALL)), PLATFORM);
    }
  },
  /** One jar that keeps the first of the service files. */
  MERGED_WITHOUT_SERVICES {
    @Override
    ClassLoader application(List<Path> all, Path directory) {
      return isolated(
          List.of(ApplicationJar.merged(all, directory, JoinedServices.NONE)), PLATFORM);
    }
  },
  /** A jar of jars, with the class loader of Spring Boot. */
  EXECUTABLE_JAR {
    @Override
    ClassLoader application(List<Path> all, Path directory) throws Exception {
      Handlers.register();
      Archive archive = Archive.create(ApplicationJar.executable(all, directory).toFile());
      Set<URL> entries =
          archive.getClassPathUrls(
              entry -> entry.name().matches("BOOT-INF/(classes/|lib/.*\\.jar)"));
      return new LaunchedClassLoader(false, archive, entries.toArray(URL[]::new), PLATFORM);
    }
  },
  /** Bundles in Felix, with SPI Fly. */
  OSGI {
    @Override
    ClassLoader application(List<Path> all, Path directory) throws Exception {
      // the others are in Mailclad's own bundle
      List<Path> bundles =
          all.stream()
              .filter(jar -> !jar.toString().matches(".*(scram|stringprep|saslprep).*"))
              .toList();
      return bundles(
          Stream.of(copied("spi-fly"), bundles, List.of(ApplicationJar.bundle(directory)))
              .flatMap(List::stream)
              .toList(),
          directory.resolve("felix"));
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
  abstract ClassLoader application(List<Path> all, Path directory) throws Exception;

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

  /** Returns the directory of the classes of the application. */
  static Path probe() {
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

  /** Starts bundles, and returns the class loader of the last one. */
  private static ClassLoader bundles(List<Path> jars, Path directory) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.toString(),
                    "felix.bootdelegation.implicit",
                    "false"));
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    return bundles.get(bundles.size() - 1).adapt(BundleWiring.class).getClassLoader();
  }

  /** Ends what {@link #application} has started. */
  static void close(ClassLoader application) throws Exception {
    if (application instanceof BundleReference bundle) {
      Bundle framework = bundle.getBundle().getBundleContext().getBundle(0);
      framework.stop();
      ((Framework) framework).waitForStop(30_000);
    } else if (application instanceof Closeable closeable) {
      closeable.close();
    }
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
}
