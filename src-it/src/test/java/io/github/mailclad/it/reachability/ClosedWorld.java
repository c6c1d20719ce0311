package io.github.mailclad.it.reachability;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The classes of Mailclad, Jakarta Mail, Angus and SCRAM, loaded anew, with each reflective call
 * led through {@link Gate}. As in a native image, Mailclad gets only what is registered; Angus and
 * Jakarta Mail have metadata of their own, and get all else.
 */
final class ClosedWorld extends ClassLoader {
  private static final List<String> LOADED_ANEW =
      List.of("io.github.mailclad.", "jakarta.mail.", "org.eclipse.angus.mail.", "com.ongres.");
  private static final List<String> OF_TESTS =
      List.of("io.github.mailclad.it.", "io.github.mailclad.fixtures.");
  private static final String GATE = Gate.class.getName().replace('.', '/');

  private final Metadata metadata;
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  ClosedWorld(Metadata metadata) {
    super(ClosedWorld.class.getClassLoader());
    this.metadata = metadata;
  }

  /** Returns the world of a class. */
  static ClosedWorld of(Class<?> type) {
    return (ClosedWorld) type.getClassLoader();
  }

  /** Returns the elements and resources that were asked for, and are registered. */
  Set<String> used() {
    return used;
  }

  /** Returns those that exist, were asked for, and are not registered. */
  Set<String> refused() {
    return refused;
  }

  /** Connects with the program of this world. */
  @SuppressWarnings("unchecked")
  String connect(String protocol, Properties properties) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return ((BiFunction<String, Properties, String>)
              loadClass(MailProgram.class.getName()).getConstructor().newInstance())
          .apply(protocol, properties);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  boolean admits(Class<?> caller, String target, String element) {
    if (metadata.elements().contains(element)) {
      used.add(element);
      return true;
    }
    if (!isOurs(caller) && !target.startsWith("io.github.mailclad.")) {
      return true;
    }
    refused.add(element);
    return false;
  }

  boolean admitsResource(Class<?> caller, String name) {
    if (metadata.hasResource(name)) {
      used.add("resource " + name);
      return true;
    }
    if (!isOurs(caller)) {
      return true;
    }
    // a native image has no class files; they are looked up for the texts of messages alone
    if (!name.endsWith(".class")) {
      refused.add("resource " + name);
    }
    return false;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.github.mailclad.")
        || type.getName().startsWith("com.ongres.");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isLoadedAnew(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private static boolean isLoadedAnew(String name) {
    return name.equals(MailProgram.class.getName())
        || (LOADED_ANEW.stream().anyMatch(name::startsWith)
            && OF_TESTS.stream().noneMatch(name::startsWith));
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      ClassReader reader = new ClassReader(in);
      ClassWriter writer = new ClassWriter(0);
      reader.accept(new Calls(writer, ClosedWorld::callGate), 0);
      byte[] changed = writer.toByteArray();
      return defineClass(name, changed, 0, changed.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Returns whether a class makes reflective calls. */
  static boolean isReflective(InputStream classFile) throws IOException {
    List<String> found = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new Calls(/* next= */ null, (method, opcode, owner, name, types) -> found.add(name)),
            0);
    return !found.isEmpty();
  }

  /** An action in place of a reflective call. */
  private interface Action {
    void run(MethodVisitor method, int opcode, String owner, String name, String types);
  }

  /** Calls the gate, with the receiver as the first argument. */
  private static void callGate(
      MethodVisitor method, int opcode, String owner, String name, String types) {
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        GATE,
        name,
        opcode == Opcodes.INVOKESTATIC ? types : "(L" + owner + ";" + types.substring(1),
        false);
  }

  /** The methods of a class, with an action in place of each reflective call. */
  private static final class Calls extends ClassVisitor {
    private static final Set<String> REFLECTIVE =
        Set.of(
            "java/lang/Class.forName",
            "java/lang/Class.getConstructor",
            "java/lang/Class.getMethod",
            "java/lang/Class.getResourceAsStream",
            "java/lang/ClassLoader.loadClass",
            "java/lang/ClassLoader.getResource",
            "java/lang/ClassLoader.getResources",
            "java/lang/invoke/MethodHandles$Lookup.findVirtual");

    private final Action action;

    Calls(@Nullable ClassVisitor next, Action action) {
      super(Opcodes.ASM9, next);
      this.action = action;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String types, boolean isInterface) {
          if (REFLECTIVE.contains(owner + "." + called)) {
            action.run(mv, opcode, owner, called, types);
          } else {
            super.visitMethodInsn(opcode, owner, called, types, isInterface);
          }
        }
      };
    }
  }
}
