package io.github.mailclad.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where classes and resources come from, as a class loader sees it. */
final class ClassPath {
  private static final Pattern IN_JAR = Pattern.compile(".*[/!]([^/!]+\\.jar)!?/.*");

  private final @Nullable ClassLoader loader;

  private ClassPath(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  /** What that class and its neighbours are found by. */
  static ClassPath of(Class<?> type) {
    return new ClassPath(type.getClassLoader());
  }

  /** The file of a class; empty if there is none. */
  Optional<URL> classFile(String className) {
    String file = file(className);
    return Optional.ofNullable(
        loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file));
  }

  /** Every copy of a class, in the order of the class path. */
  List<URL> classFiles(String className) {
    return resources(file(className));
  }

  /** Every copy of a resource, in the order of the class path. */
  List<URL> resources(String name) {
    try {
      return Collections.list(
          loader == null ? ClassLoader.getSystemResources(name) : loader.getResources(name));
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Whether a file contains these ASCII characters; a class file does that names a class or a text.
   */
  static boolean mentions(URL file, String text) {
    try (InputStream in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** {@code jar:file:/a/b.jar!/c} and {@code jar:nested:/a.jar/!b.jar!/c} are in {@code b.jar}. */
  static String jarName(URL file) {
    Matcher jar = IN_JAR.matcher(file.toString());
    return jar.matches() ? jar.group(1) : file.toString();
  }

  /** The jar that a class file is in, by name and version where its manifest has them. */
  static String jarLabel(URL classFile, String className) {
    String place = classFile.toString();
    String root = place.substring(0, place.length() - file(className).length());
    try (InputStream in = new URL(root + "META-INF/MANIFEST.MF").openStream()) {
      var attributes = new Manifest(in).getMainAttributes();
      String name = attributes.getValue("Bundle-SymbolicName");
      String version = attributes.getValue("Bundle-Version");
      return name == null || version == null ? jarName(classFile) : name + " " + version;
    } catch (IOException e) {
      return jarName(classFile);
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
