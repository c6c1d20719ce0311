package io.github.mailclad.it.reachability;

import java.io.IOException;
import java.io.InputStream;
import java.lang.StackWalker.Option;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reflective calls of the platform in a {@link ClosedWorld}: each is made, and its result is
 * held back if it is not registered. Public, because classes of other loaders call it.
 */
public final class Gate {
  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  private Gate() {}

  /** {@link Class#forName(String)}. */
  public static Class<?> forName(String name) throws ClassNotFoundException {
    return passed(STACK.getCallerClass(), name, STACK.getCallerClass().getClassLoader());
  }

  /** {@link Class#forName(String, boolean, ClassLoader)}. */
  public static Class<?> forName(String name, boolean initialize, @Nullable ClassLoader loader)
      throws ClassNotFoundException {
    return passed(STACK.getCallerClass(), name, loader);
  }

  /** {@link ClassLoader#loadClass}. */
  public static Class<?> loadClass(ClassLoader loader, String name) throws ClassNotFoundException {
    return passed(STACK.getCallerClass(), name, loader);
  }

  private static Class<?> passed(Class<?> caller, String name, @Nullable ClassLoader loader)
      throws ClassNotFoundException {
    Class<?> found = Class.forName(name, false, loader);
    if (!ClosedWorld.of(caller).admits(caller, name, "class " + name)) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  /** {@link Class#getConstructor}. */
  public static Constructor<?> getConstructor(Class<?> type, Class<?>... parameters)
      throws NoSuchMethodException {
    return passed(STACK.getCallerClass(), type, "<init>", type.getConstructor(parameters));
  }

  /** {@link Class#getMethod}. */
  public static Method getMethod(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    return passed(STACK.getCallerClass(), type, name, type.getMethod(name, parameters));
  }

  private static <T extends Executable> T passed(
      Class<?> caller, Class<?> type, String name, T found) throws NoSuchMethodException {
    if (!ClosedWorld.of(caller)
        .admits(caller, type.getName(), element(type, name, found.getParameterTypes()))) {
      throw new NoSuchMethodException(name);
    }
    return found;
  }

  /** {@link MethodHandles.Lookup#findVirtual}. */
  public static MethodHandle findVirtual(
      MethodHandles.Lookup lookup, Class<?> type, String name, MethodType signature)
      throws NoSuchMethodException, IllegalAccessException {
    MethodHandle found = lookup.findVirtual(type, name, signature);
    Class<?> caller = STACK.getCallerClass();
    if (!ClosedWorld.of(caller)
        .admits(caller, type.getName(), element(type, name, signature.parameterArray()))) {
      throw new NoSuchMethodException(name);
    }
    return found;
  }

  private static String element(Class<?> type, String name, Class<?>[] parameters) {
    return "method "
        + type.getName()
        + "."
        + name
        + Arrays.stream(parameters)
            .map(Class::getTypeName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  /** {@link Class#getResourceAsStream}. */
  public static @Nullable InputStream getResourceAsStream(Class<?> type, String name)
      throws IOException {
    String path = type.getPackageName().replace('.', '/') + "/" + name;
    URL found =
        name.startsWith("/")
            ? getResource(type.getClassLoader(), name.substring(1))
            : passed(STACK.getCallerClass(), path, type.getClassLoader().getResource(path));
    return found == null ? null : found.openStream();
  }

  /** {@link ClassLoader#getResource}. */
  public static @Nullable URL getResource(ClassLoader loader, String name) {
    return passed(STACK.getCallerClass(), name, loader.getResource(name));
  }

  /** {@link ClassLoader#getResources}. */
  public static Enumeration<URL> getResources(ClassLoader loader, String name) throws IOException {
    Enumeration<URL> found = loader.getResources(name);
    return found.hasMoreElements()
            && passed(STACK.getCallerClass(), name, loader.getResource(name)) == null
        ? Collections.emptyEnumeration()
        : found;
  }

  private static @Nullable URL passed(Class<?> caller, String name, @Nullable URL found) {
    return found == null || ClosedWorld.of(caller).admitsResource(caller, name) ? found : null;
  }
}
