package io.github.mailclad.release;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.ClassFilter;
import japicmp.model.AccessModifier;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javassist.CannotCompileException;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.CtMethod;
import javassist.Modifier;
import javassist.NotFoundException;

/**
 * The public interfaces of a jar: its public and protected types and members, without the packages
 * that only other modules of Mailclad and Jakarta Mail may use.
 *
 * @param jar the file
 * @param version its version, for what japicmp says
 */
record PublicInterfaces(Path jar, String version) {
  private static final String NOT_PUBLIC =
      "io\\.github\\.mailclad\\.((.*\\.)?internal(\\..*)?|angus|javax)";

  /**
   * Returns one sentence for each change of another jar that breaks programs, compiled ones or
   * their sources.
   */
  List<String> brokenBy(PublicInterfaces later) {
    var options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    // what the jar depends on does not change its own members
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    options.getFilters().getExcludes().add((ClassFilter) type -> !isPublic(type));
    var broken = new ArrayList<String>();
    for (JApiClass type :
        new JarArchiveComparator(options).compare(this.archive(), later.archive())) {
      if (isCompatible(type)) {
        continue;
      }
      String name = type.getFullyQualifiedName();
      int before = broken.size();
      addChanges(broken, name, type);
      type.getMethods().forEach(each -> addChanges(broken, name + "#" + each.getName(), each));
      type.getFields().forEach(each -> addChanges(broken, name + "#" + each.getName(), each));
      type.getConstructors().forEach(each -> addChanges(broken, name + "#new", each));
      if (broken.size() == before) {
        broken.add(name + " is not compatible");
      }
    }
    return broken;
  }

  private JApiCmpArchive archive() {
    return new JApiCmpArchive(jar.toFile(), version);
  }

  private static void addChanges(List<String> broken, String name, JApiCompatibility part) {
    part.getCompatibilityChanges().stream()
        .filter(change -> !change.isBinaryCompatible() || !change.isSourceCompatible())
        .forEach(change -> broken.add(name + ": " + change.getType()));
  }

  private static boolean isCompatible(JApiCompatibility part) {
    return part.isBinaryCompatible() && part.isSourceCompatible();
  }

  /** {@code module-info} has no package. */
  private static boolean isPublic(CtClass type) {
    String packageName = type.getPackageName();
    return packageName != null && !packageName.matches(NOT_PUBLIC);
  }

  /**
   * Writes a copy of the jar that lacks one public static method.
   *
   * @return the name of its class, or empty if the jar has no such method; there is no copy then
   */
  Optional<String> copyWithoutOneMethod(Path copy) throws IOException {
    var classes = new ClassPool(true);
    try (var in = new JarFile(jar.toFile())) {
      classes.appendClassPath(jar.toString());
      Optional<CtMethod> method =
          in.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .sorted()
              .flatMap(name -> publicStaticMethods(classes, name))
              .findFirst();
      if (method.isEmpty()) {
        return Optional.empty();
      }
      CtClass type = method.get().getDeclaringClass();
      type.removeMethod(method.get());
      String changed = type.getName().replace('.', '/') + ".class";
      try (var out = new JarOutputStream(Files.newOutputStream(copy))) {
        for (JarEntry entry : in.stream().filter(each -> !each.isDirectory()).toList()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          out.write(
              entry.getName().equals(changed)
                  ? type.toBytecode()
                  : in.getInputStream(entry).readAllBytes());
        }
      }
      return Optional.of(type.getName());
    } catch (NotFoundException | CannotCompileException e) {
      throw new IOException(e);
    }
  }

  private static Stream<CtMethod> publicStaticMethods(ClassPool classes, String file) {
    try {
      CtClass type =
          classes.get(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
      if (!isPublic(type) || type.isEnum() || !Modifier.isPublic(type.getModifiers())) {
        return Stream.empty();
      }
      return Stream.of(type.getDeclaredMethods())
          .filter(
              method ->
                  Modifier.isPublic(method.getModifiers())
                      && Modifier.isStatic(method.getModifiers()));
    } catch (NotFoundException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
