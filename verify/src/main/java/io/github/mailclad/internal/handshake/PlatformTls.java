package io.github.mailclad.internal.handshake;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS of the Java platform. */
public final class PlatformTls implements TlsLibrary {
  private static final @Nullable MethodHandle GET =
      method(SSLParameters.class, "getNamedGroups", MethodType.methodType(String[].class));
  private static final @Nullable MethodHandle SET =
      method(
          SSLParameters.class, "setNamedGroups", MethodType.methodType(void.class, String[].class));
  private static final @Nullable MethodHandle EXPORT =
      method(
          ExtendedSSLSession.class,
          "exportKeyingMaterialData",
          MethodType.methodType(byte[].class, String.class, byte[].class, int.class));

  private final List<String> groups = enabledGroups();

  /** Selects the provider by name, so that one that an application put first is not used. */
  @Override
  public SSLContext context() {
    try {
      return Security.getProvider("SunJSSE") == null
          ? SSLContext.getInstance("TLS")
          : SSLContext.getInstance("TLS", "SunJSSE");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform has no TLS", e);
    }
  }

  @Override
  public List<String> groups() {
    return groups;
  }

  /** Lists the groups from Java 20 on, where {@link SSLParameters} has a method for it. */
  private List<String> enabledGroups() {
    if (GET == null) {
      return List.of();
    }
    try {
      SSLContext context = context();
      // without empty managers the platform would read its trust store
      context.init(new KeyManager[0], new TrustManager[0], null);
      String @Nullable [] enabled = (String[]) GET.invoke(context.getDefaultSSLParameters());
      return enabled == null ? List.of() : List.of(enabled);
    } catch (Throwable e) {
      throw new IllegalStateException("the platform does not report its own groups", e);
    }
  }

  /**
   * Sets the groups from Java 20 on. Older platforms offer their default groups, which begin with
   * the same ones.
   */
  @Override
  public void offer(SSLSocket socket, SSLParameters hello, List<String> offered) {
    if (SET != null) {
      try {
        SET.invoke(hello, offered.toArray(String[]::new));
      } catch (Throwable e) {
        throw new IllegalStateException("the platform does not accept its own groups", e);
      }
    }
    socket.setSSLParameters(hello);
  }

  /** Exports from Java 25 on, where {@link ExtendedSSLSession} has a method for it. */
  @Override
  public @Nullable Supplier<Optional<byte[]>> exporter(SSLSocket socket) {
    MethodHandle export = EXPORT;
    if (export == null || !(socket.getSession() instanceof ExtendedSSLSession session)) {
      return null;
    }
    return () -> {
      try {
        return Optional.of(
            (byte[]) export.invoke(session, BINDING_LABEL, new byte[0], BINDING_OCTETS));
      } catch (Throwable e) {
        throw new IllegalStateException("the platform does not export from its own session", e);
      }
    };
  }

  private static @Nullable MethodHandle method(Class<?> in, String name, MethodType type) {
    try {
      return MethodHandles.publicLookup().findVirtual(in, name, type);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method of the platform is not accessible", e);
    }
  }
}
