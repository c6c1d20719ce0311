package io.github.mailclad.check;

import io.github.mailclad.internal.jars.NeededJars;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The places of classes and resources, as a class loader sees them. */
final class ClassPath {
  private final @Nullable ClassLoader loader;

  private ClassPath(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  /** Returns the class path of the class loader of that class. */
  static ClassPath of(Class<?> type) {
    return of(type.getClassLoader());
  }

  /** Returns the class path of a class loader; null for the one of the platform. */
  static ClassPath of(@Nullable ClassLoader loader) {
    return new ClassPath(loader);
  }

  /** Returns the file of a class; empty if it is not found. */
  Optional<URL> classFile(String className) {
    String file = file(className);
    return Optional.ofNullable(
        loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file));
  }

  /** Returns every copy of a class, in the order of the class path. */
  List<URL> classFiles(String className) {
    return resources(file(className));
  }

  /** Returns every copy of a resource, in the order of the class path. */
  List<URL> resources(String name) {
    try {
      return Collections.list(
          loader == null ? ClassLoader.getSystemResources(name) : loader.getResources(name));
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Returns whether a file contains these ASCII characters; a class file that names a class or
   * contains a text does.
   */
  static boolean mentions(URL file, String text) {
    try (InputStream in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the jar that a class file is in, by name and version where its manifest has them. */
  static String jarLabel(URL classFile, String className) {
    String place = classFile.toString();
    String root = place.substring(0, place.length() - file(className).length());
    try (InputStream in = new URL(root + "META-INF/MANIFEST.MF").openStream()) {
      var attributes = new Manifest(in).getMainAttributes();
      String name = attributes.getValue("Bundle-SymbolicName");
      String version = attributes.getValue("Bundle-Version");
      return name == null || version == null ? NeededJars.jarName(classFile) : name + " " + version;
    } catch (IOException e) {
      return NeededJars.jarName(classFile);
    }
  }

  @Override
  public String toString() {
    return String.valueOf(loader);
  }

  private static String file(String className) {
    return className.replace('.', '/') + ".class";
  }
}
