package io.github.mailclad.it.takeover;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The members of a mail library that the classes of a jar use, compared with a library. */
final class ReferencedMembers {
  private static final List<String> MAIL =
      List.of("javax/mail/", "javax/activation/", "com/sun/mail/", "jakarta/", "org/eclipse/");

  private final Map<String, Declared> classes = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();
  private int compared;

  private ReferencedMembers() {}

  /** What a class declares: its supertypes, and its members with their descriptors. */
  private record Declared(List<String> supertypes, Set<String> members) {}

  /**
   * The result of a comparison.
   *
   * @param compared the uses of members that were looked up
   * @param missing the classes and members that the library does not have
   */
  record Result(int compared, Set<String> missing) {}

  /** Looks every member that the classes of a jar use up in the jars of a library. */
  static Result of(Path jar, List<Path> library) throws IOException {
    ReferencedMembers members = new ReferencedMembers();
    for (Path part : Jars.all(library, List.of(jar))) {
      members.readAll(part, members.new Declarations());
    }
    try (InputStream in = Object.class.getResourceAsStream("Object.class")) {
      new ClassReader(in).accept(members.new Declarations(), ClassReader.SKIP_DEBUG);
    }
    members.readAll(jar, members.new Uses());
    return new Result(members.compared, members.missing);
  }

  private void readAll(Path jar, ClassVisitor visitor) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = file.getInputStream(entry)) {
            new ClassReader(in).accept(visitor, ClassReader.SKIP_DEBUG);
          }
        }
      }
    }
  }

  private void use(String owner, String member) {
    // arrays, and the interface of servlet containers (decision 0052)
    if (owner.startsWith("[") || owner.startsWith("jakarta/servlet/")) {
      return;
    }
    Boolean found = find(owner, member);
    compared += found == null ? 0 : 1;
    if (Boolean.FALSE.equals(found)) {
      missing.add(owner + "." + member);
    }
  }

  /** Returns whether a class has a member; null if a class that decides it is of no mail jar. */
  private @Nullable Boolean find(String owner, String member) {
    Declared declared = classes.get(owner);
    if (declared == null) {
      return MAIL.stream().anyMatch(owner::startsWith) ? false : null;
    }
    if (declared.members().contains(member)) {
      return true;
    }
    boolean decided = true;
    for (String supertype : declared.supertypes()) {
      Boolean found = find(supertype, member);
      if (Boolean.TRUE.equals(found)) {
        return true;
      }
      decided &= found != null;
    }
    return decided ? false : null;
  }

  private final class Declarations extends ClassVisitor {
    private Set<String> members = new HashSet<>();

    Declarations() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] interfaces) {
      members = new HashSet<>();
      List<String> supertypes = new ArrayList<>(List.of(interfaces));
      if (parent != null) {
        supertypes.add(parent);
      }
      classes.putIfAbsent(name, new Declared(supertypes, members));
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String type, String generic, String[] errors) {
      members.add(name + type);
      return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String type, String generic, Object value) {
      members.add(name + type);
      return null;
    }
  }

  private final class Uses extends ClassVisitor {
    Uses() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String generic, String[] errors) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(int code, String owner, String name, String type, boolean i) {
          use(owner, name + type);
        }

        @Override
        public void visitFieldInsn(int code, String owner, String name, String type) {
          use(owner, name + type);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              use(handle.getOwner(), handle.getName() + handle.getDesc());
            }
          }
        }
      };
    }
  }
}
