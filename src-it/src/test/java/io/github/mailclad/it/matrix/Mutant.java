package io.github.mailclad.it.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;

/**
 * The provider with something switched off: a change of some classes, made at test time in a class
 * loader of its own.
 *
 * @param name what is switched off, in words
 * @param changes by class name below {@code io.github.mailclad.}
 */
public record Mutant(String name, Map<String, Change> changes) {
  private static final String ROOM = "io.github.mailclad.";

  public Mutant {
    changes = Map.copyOf(changes);
  }

  /** A change of one class. */
  @FunctionalInterface
  public interface Change {
    DynamicType.Builder<?> in(DynamicType.Builder<?> original);
  }

  /** A mutant with one class changed. */
  public static Mutant of(String name, String changed, Change change) {
    return new Mutant(name, Map.of(changed, change));
  }

  /** Both at once; no class may be changed by both. */
  Mutant and(Mutant other) {
    Map<String, Change> both = new LinkedHashMap<>(changes);
    other.changes.forEach(
        (changed, change) -> {
          if (both.put(changed, change) != null) {
            throw new IllegalArgumentException(changed + " would be changed twice");
          }
        });
    return new Mutant(name + " and " + other.name, both);
  }

  /** A loader that has the provider's classes, changed, and everything else from this test's. */
  public ClassLoader load() {
    return load(List.of());
  }

  /**
   * The same, for tests that call the changed classes themselves.
   *
   * @param packages the packages of tests that the loader has, too, each name with a dot at its end
   */
  public ClassLoader load(List<String> packages) {
    return new Loader(changes, packages);
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Map<String, Change> changes;
    private final List<String> packages;

    Loader(Map<String, Change> changes, List<String> packages) {
      super(Mutant.class.getClassLoader());
      this.changes = changes;
      this.packages = List.copyOf(packages);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean isTest = name.startsWith(ROOM + "it.") || name.startsWith(ROOM + "fixtures.");
      if (!name.startsWith(ROOM) || (isTest && packages.stream().noneMatch(name::startsWith))) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      Change change = changes.get(name.substring(ROOM.length()));
      byte[] octets = change == null ? original(name) : changed(name, change);
      return defineClass(name, octets, 0, octets.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private byte[] changed(String name, Change change) {
      ClassFileLocator classes = ClassFileLocator.ForClassLoader.of(getParent());
      TypeDescription type = TypePool.Default.of(classes).describe(name).resolve();
      return change.in(new ByteBuddy().redefine(type, classes)).make().getBytes();
    }
  }
}
