package io.github.mailclad.internal.config;

import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A view of a session's properties that looks up each value anew and is never written to. Angus
 * calls {@code get} or {@code getProperty}; both return the same.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // nothing is kept here that a lock would guard
public abstract class PropertiesView extends Properties {
  private static final long serialVersionUID = 1L;

  /**
   * Returns whether a key is hidden from Angus. The session made from this view would print a
   * second greeting, so its debug switch is set separately. Secrets are never shown.
   */
  private static boolean isHidden(String key) {
    return key.startsWith("mail.debug")
        && (key.equals("mail.debug") || AngusProperty.DEBUG_SECRETS.contains(key));
  }

  private final transient Properties user;

  /** Creates a view of the properties of a session. */
  protected PropertiesView(Properties user) {
    this.user = user;
  }

  /** Returns the value of a key; null for none. */
  protected @Nullable Object lookUp(String key) {
    Object value = user.get(key);
    return value == null ? user.getProperty(key) : value;
  }

  @Override
  public final @Nullable Object get(Object key) {
    if (!(key instanceof String name) || isHidden(name)) {
      return null;
    }
    return lookUp(name);
  }

  @Override
  public final @Nullable String getProperty(String key) {
    return get(key) instanceof String text ? text : null;
  }

  @Override
  public final @Nullable String getProperty(String key, @Nullable String otherwise) {
    String value = getProperty(key);
    return value == null ? otherwise : value;
  }

  @Override
  public final @Nullable Object getOrDefault(Object key, @Nullable Object otherwise) {
    Object value = get(key);
    return value == null ? otherwise : value;
  }

  @Override
  public final boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public final Set<String> stringPropertyNames() {
    return user.stringPropertyNames().stream()
        .filter(this::containsKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public final Object put(Object key, Object value) {
    throw new UnsupportedOperationException("a view that is only read");
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }
}
